import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { ProblemChanged } from '#libs/contracts/ledger.events.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';

/** Actions of a problem that a paper of lifting speaks of. */
const TOLD = ['report-completion', 'accept', 'publish-notice', 'end-notice', 'confirm-by-upper', 'close'] as const;
export type ClosureAction = (typeof TOLD)[number];

export interface ClosureFact {
  readonly action: ClosureAction;
  readonly onDate: CivilDate;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Keeps what the ledger tells of a problem on its way to closure; the same event twice is one line. */
export const keepClosureFact = async (tx: EntityManager, event: EventOf<typeof ProblemChanged>): Promise<void> => {
  const { data, occurredAt } = event;
  if (!(TOLD as readonly string[]).includes(data.action)) return;
  const { supervisingUnitId, acceptanceUnitId, problemNo } = data;
  await tx.query(
    `insert into closure_fact (record_id, action, on_date, occurred_at, content) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [
      data.problemId,
      data.action,
      shanghaiDate(occurredAt),
      occurredAt,
      JSON.stringify({ ...(data.closure ?? {}), supervisingUnitId, acceptanceUnitId, problemNo }),
    ],
  );
};

/** The latest fact of each action about a record. */
export const closureFacts = async (
  tx: EntityManager,
  recordId: string,
): Promise<Partial<Record<ClosureAction, ClosureFact>>> => {
  const rows = await select<ClosureFact>(
    tx,
    `select distinct on (f.action) f.action, f.on_date::text as on_date, f.content
       from closure_fact f where f.record_id = $1 order by f.action, f.occurred_at desc`,
    [recordId],
  );
  return Object.fromEntries(rows.map((row) => [row.action, row]));
};
