import type { EntityManager } from 'typeorm';
import type { DataOf, EventOf } from '#libs/contracts/event.js';
import type { ProblemChanged } from '#libs/contracts/ledger.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { selectOne } from '#libs/persistence/select.js';

/** What the ledger says of a problem's way to closure; what it does not say is not known. */
export type ClosureTold = NonNullable<DataOf<typeof ProblemChanged>['closure']> & {
  /** Unit whose acceptance it is; those who checked on site may be of another. */
  readonly acceptanceUnitId?: string | null;
};

/** Keeps what the ledger tells of a problem on its way to closure; the same event twice is one line. */
export const keepClosureFact = async (tx: EntityManager, event: EventOf<typeof ProblemChanged>): Promise<void> => {
  const { data, occurredAt } = event;
  if (data.closure === undefined) return;
  const told: ClosureTold = { ...data.closure, acceptanceUnitId: data.acceptanceUnitId };
  await tx.query(
    `insert into closure_fact (record_id, action, on_date, occurred_at, content) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [data.problemId, data.action, shanghaiDate(occurredAt), occurredAt, JSON.stringify(told)],
  );
};

/** The latest that was told of a record; empty where nothing was. */
export const closureTold = async (tx: EntityManager, recordId: string): Promise<ClosureTold> =>
  (
    await selectOne<{ content: ClosureTold }>(
      tx,
      'select f.content from closure_fact f where f.record_id = $1 order by f.occurred_at desc limit 1',
      [recordId],
    )
  )?.content ?? {};
