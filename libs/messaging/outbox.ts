import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { DataOf, Envelope, EventContract } from '#libs/contracts/event.js';
import { currentCause } from '#libs/observability/cause.js';

/**
 * A UUID made from what identifies a fact, so that publishing the fact again gives the same id and consumers see a
 * duplicate. Use it for derivable facts: indicators, exceedances, seals, states with a version.
 */
export const deterministicId = (...parts: readonly (string | number)[]): string => {
  const hash = createHash('sha256').update(parts.join('\u001f')).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80; // version 8: made from application data
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

export interface Publication<C extends EventContract> {
  readonly key: string;
  readonly data: DataOf<C>;
  /** Business time: when the thing happened, never when it was processed. */
  readonly occurredAt: Date;
  /** Deterministic id of a derivable fact; a fresh UUIDv7 otherwise. */
  readonly id?: string;
}

const envelopeOf = <C extends EventContract>(contract: C, event: Publication<C>): Envelope => {
  const cause = currentCause();
  return {
    id: event.id ?? uuidv7(),
    type: contract.type,
    version: contract.version,
    key: event.key,
    occurredAt: event.occurredAt.toISOString(),
    causationId: cause.causationId,
    correlationId: cause.correlationId,
    actor: cause.actor,
    data: contract.data.parse(event.data),
  };
};

/** Writes the event in the caller's transaction. There is no other way to publish. */
export const publish = <C extends EventContract>(
  tx: EntityManager,
  contract: C,
  event: Publication<C>,
): Promise<void> => publishAll(tx, contract, [event]);

/** The same for many events of one contract, in their order, in one statement. */
export const publishAll = async <C extends EventContract>(
  tx: EntityManager,
  contract: C,
  events: readonly Publication<C>[],
): Promise<void> => {
  if (events.length === 0) return;
  const envelopes = events.map((event) => envelopeOf(contract, event));
  await tx.query(
    `insert into outbox (id, topic, key, envelope)
     select e.id, $1, e.key, e.envelope
       from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as e (id, key, envelope, n)
      order by e.n`,
    [contract.topic, envelopes.map((e) => e.id), envelopes.map((e) => e.key), envelopes.map((e) => JSON.stringify(e))],
  );
  if (tx.queryRunner) tx.queryRunner.data[HAS_EVENTS] = true;
};

const HAS_EVENTS = 'hasEvents';

/** Calls `then` after every commit of this process that wrote events; those of other processes are found by looking. */
export const afterEventsCommitted = (db: DataSource, then: () => void): void => {
  db.subscribers.push({
    afterTransactionCommit: ({ queryRunner }) => {
      // A savepoint's release is told the same way.
      if (queryRunner.isTransactionActive || !queryRunner.data[HAS_EVENTS]) return;
      queryRunner.data[HAS_EVENTS] = false;
      then();
    },
  });
};
