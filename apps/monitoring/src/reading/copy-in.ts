import type { Connection, PoolClient, Submittable } from 'pg';
import type { EntityManager } from 'typeorm';

type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

/** One `copy … from stdin`: pg knows the protocol but has no query class for it. */
class CopyIn implements Submittable {
  callback: (why: Error | null) => void = () => undefined;
  private finished = false;

  constructor(
    private readonly sql: string,
    private readonly data: Buffer,
    private readonly done: (why: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.sql);
  }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.data);
    connection.endCopyFrom();
  }
  handleError(why: Error): void {
    if (this.finished) return;
    this.finished = true;
    this.done(why);
  }
  handleReadyForQuery(): void {
    if (this.finished) return;
    this.finished = true;
    this.done(null);
  }
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}

/** Sends prepared bytes to a `copy … from stdin` statement in the caller's transaction. */
export const copyIn = async (tx: EntityManager, sql: string, data: Buffer): Promise<void> => {
  if (!tx.queryRunner) throw new Error('copyIn needs a transaction');
  const client = (await tx.queryRunner.connect()) as PoolClient;
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(sql, data, (why) => (why ? reject(why) : resolve())));
  });
};
