import type { EntityManager } from 'typeorm';
import { addMonths, shanghaiDate, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { audit } from '#libs/identity/audit.js';
import type { Policy } from '../policy.js';
import { forgetFaults } from '../fault/fault.store.js';
import { partitionedMonths } from '../reading/partition.store.js';
import { beginMonth, dropMonthsBefore, packetMonths } from './packet-month.store.js';

const FAULTS_A_NIGHT = 100_000;

/**
 * Does with old telemetry what the pack says: months of raw packets past the term are noted to be packed, and months past
 * the term of keeping are dropped, with an audit row that names the tables, and what was refused in them. Evidence pinned by a paper lies in its bundle.
 */
export const keepTelemetry = async (tx: EntityManager, now: Date, policy: Policy): Promise<void> => {
  const today = shanghaiDate(now);
  const { packAfterMonths, dropAfterMonths } = policy.on(today).keeping;
  const current = today.slice(0, 7);
  if (dropAfterMonths !== null) {
    const first = addMonths(current, -dropAfterMonths);
    const tables = await dropMonthsBefore(tx, first);
    const faults = await forgetFaults(tx, startOfDay(`${first}-01`), FAULTS_A_NIGHT);
    if (tables.length + faults > 0)
      await audit(tx, {
        at: now,
        action: 'telemetry.drop',
        subject: { kind: 'telemetry', id: first },
        old: { tables, faults },
        new: null,
        reason: null,
      });
  }
  if (packAfterMonths === null) return;
  const begun = new Set((await packetMonths(tx)).map(({ month }) => month));
  const last = addMonths(current, -packAfterMonths);
  for (const month of [...(await partitionedMonths(tx, 'raw_packet'))].sort())
    if (month <= last && !begun.has(month)) await beginMonth(tx, month, now);
};
