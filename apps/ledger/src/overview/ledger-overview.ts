import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { scopeRoots } from '#libs/identity/scope.js';
import { listHeads } from '../rate/rate.store.js';
import { ratesAt } from '../rate/rates-at.js';
import { unitsBelow } from '../reference/directory.store.js';
import { lastSeal } from '../seal/seal.store.js';
import type { LedgerOverview } from './overview.api.js';
import { overviewCounts, problemsByLead, problemsByLevel, problemsByState, taskCounts } from './overview.store.js';

const byName = <K extends string>(rows: readonly ({ readonly n: number } & Readonly<Record<K, string>>)[], key: K) =>
  Object.fromEntries(rows.map((row) => [row[key], row.n]));

/** The ledger in one look: counts inside the asking person's scope, rates of the whole. */
export const ledgerOverview = async (
  tx: EntityManager,
  identity: Identity,
  now: Date,
): Promise<z.input<typeof LedgerOverview>> => {
  const on = shanghaiDate(now);
  const seen = await unitsBelow(tx, scopeRoots(identity, 'problem.read'));
  const rates = await ratesAt(tx, { cutoff: now, knownAt: now });
  const seal = await lastSeal(tx);
  return {
    at: now.toISOString(),
    on,
    distinct: rates.distinct,
    lists: (await listHeads(tx)).map(({ id, name, shortName }) => ({ id, name, shortName, rates: rates.lists[id]! })),
    problems: {
      ...(await overviewCounts(tx, on, seen)),
      byState: byName(await problemsByState(tx, seen), 'state'),
      byLevel: byName(await problemsByLevel(tx, seen), 'level'),
      byLeadUnit: await problemsByLead(tx, on, seen),
    },
    tasks: await taskCounts(tx, on, seen),
    lastSeal: seal && { seal: seal.seal, cutoff: seal.cutoff.toISOString() },
  };
};
