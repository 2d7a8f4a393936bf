import { z } from 'zod';
import { CivilDate, Instant } from '#libs/contracts/shapes.js';
import { RatesView } from '../list/list.api.js';

/** `GET /ledger-overview`: the ledger in one look, inside the asking person's scope. */
export const LedgerOverview = z
  .object({
    at: Instant,
    on: CivilDate,
    /** Of all assigned lists, whatever the asking person's scope: the figures the papers print. */
    distinct: RatesView,
    lists: z.array(z.object({ id: z.string(), name: z.string(), shortName: z.string(), rates: RatesView })),
    problems: z.object({
      total: z.int(),
      open: z.int(),
      overdue: z.int(),
      dueIn30Days: z.int(),
      waitingUpper: z.int(),
      publicNotice: z.int(),
      toAssign: z.int(),
      closed: z.int(),
      reopened: z.int(),
      byState: z.record(z.string(), z.int()),
      byLevel: z.record(z.string(), z.int()),
      byLeadUnit: z.array(z.object({ unitId: z.string(), open: z.int(), overdue: z.int(), closed: z.int() })),
    }),
    tasks: z.object({ open: z.int(), overdue: z.int() }),
    lastSeal: z.object({ seal: z.string(), cutoff: Instant }).nullable(),
  })
  .meta({ id: 'LedgerOverview' });
