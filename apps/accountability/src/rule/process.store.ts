import type { EntityManager } from 'typeorm';
import { type GroupingState, NO_FACTS } from '#libs/domain/escalation/grouping.js';
import { selectOne } from '#libs/persistence/select.js';

/** Facts a process rule has taken in so far; locks them until the transaction ends. */
export const lockFacts = async (tx: EntityManager, processId: string): Promise<GroupingState> => {
  await tx.query('insert into process_state (process_id, facts) values ($1, $2) on conflict do nothing', [
    processId,
    JSON.stringify(NO_FACTS),
  ]);
  const row = await selectOne<{ facts: GroupingState }>(
    tx,
    'select p.facts from process_state p where p.process_id = $1 for update',
    [processId],
  );
  return row?.facts ?? NO_FACTS;
};

export const saveFacts = async (tx: EntityManager, processId: string, facts: GroupingState): Promise<void> => {
  await tx.query('update process_state set facts = $2 where process_id = $1', [processId, JSON.stringify(facts)]);
};
