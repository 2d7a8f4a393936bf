import { z } from 'zod';
import { CivilDate, DecimalText } from '#libs/contracts/shapes.js';

const Amount = z.string().regex(/^\d{1,14}(\.\d{1,4})?$/, '万元, at most four decimals');
const Percent = z.string().regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, '0 to 100, at most two decimals');

export const RegisterProject = z
  .object({
    id: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
    name: z.string().min(1).max(200),
    ownerUnitId: z.string(),
    leadUnitId: z.string(),
    supervisingUnitId: z.string().nullable().default(null),
    areaId: z.string().nullable().default(null),
    fundingSource: z.string().max(60),
    category: z.string().max(60),
    totalInvestment: Amount,
    contractNo: z.string().max(100).nullable().default(null),
    contractPrice: Amount.nullable().default(null),
    plannedStart: CivilDate,
    actualStart: CivilDate.nullable().default(null),
    plannedFinish: CivilDate,
    notices: z
      .array(z.object({ no: z.string().min(1).max(100), date: CivilDate, amount: Amount, category: z.string() }))
      .max(20),
  })
  .meta({ id: 'RegisterProject' });
export const PostPayment = z
  .object({
    noticeId: z.string(),
    amount: Amount,
    paidOn: CivilDate,
    voucher: z.string().min(1).max(100),
    payee: z.string().min(1).max(200),
    purpose: z.string().min(1).max(200),
  })
  .meta({ id: 'PostPayment' });
export const ReversePayment = z
  .object({ paidOn: CivilDate, voucher: z.string().min(1).max(100), reason: z.string().min(2).max(500) })
  .meta({ id: 'ReversePayment' });
export const PhysicalProgress = z
  .object({ physicalPct: Percent, on: CivilDate, reason: z.string().max(500).optional() })
  .meta({ id: 'PhysicalProgress' });
export const StartProject = z.object({ startedOn: CivilDate }).meta({ id: 'StartProject' });
export const BookedEntry = z.object({ entryId: z.string() }).meta({ id: 'BookedEntry' });

const Level = z.enum(['green', 'yellow', 'orange', 'red']);
export const ProjectView = z
  .object({
    id: z.string(),
    name: z.string(),
    ownerUnitId: z.string(),
    leadUnitId: z.string(),
    supervisingUnitId: z.string().nullable(),
    areaId: z.string().nullable(),
    fundingSource: z.string(),
    category: z.string(),
    totalInvestment: DecimalText,
    contractNo: z.string().nullable(),
    contractPrice: DecimalText.nullable(),
    plannedStart: CivilDate,
    actualStart: CivilDate.nullable(),
    plannedFinish: CivilDate,
    physicalPct: DecimalText,
    physicalOn: CivilDate.nullable(),
    state: z.enum(['planned', 'started', 'stalled', 'finished', 'accepted']),
    version: z.int(),
    /** 万元, exact. */
    allocated: DecimalText,
    paid: DecimalText,
    /** Percent to one decimal; null without budget. */
    executionRate: z.string().nullable(),
    standing: z.enum(['reached', 'below', 'no-budget', 'over-budget']),
    level: Level,
    startWaitingDays: z.int().nullable(),
    expectedPct: z.string().nullable(),
    gapPoints: z.string().nullable(),
    flag: z.enum(['paid-ahead', 'built-ahead']).nullable(),
  })
  .meta({ id: 'Project' });
export const ProjectList = z.object({ cutoff: CivilDate, items: z.array(ProjectView) }).meta({ id: 'ProjectList' });
export const EntryView = z
  .object({
    id: z.string(),
    kind: z.enum(['allocation', 'payment']),
    noticeId: z.string(),
    amount: DecimalText,
    on: CivilDate,
    reverses: z.string().nullable(),
    voucher: z.string(),
    payee: z.string().nullable(),
    purpose: z.string().nullable(),
    reason: z.string().nullable(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
  })
  .meta({ id: 'FundingEntry' });
export const ProjectDetail = z
  .object({ project: ProjectView, entries: z.array(EntryView) })
  .meta({ id: 'ProjectDetail' });
export const FundingSummary = z
  .object({
    cutoff: CivilDate,
    knownAt: z.iso.datetime().nullable(),
    linePercent: z.string(),
    counted: z.int(),
    reached: z.int(),
    below: z.int(),
    notStarted: z.int(),
    allocated: DecimalText,
    paid: DecimalText,
    executionRate: z.string().nullable(),
    levels: z.object({ green: z.int(), yellow: z.int(), orange: z.int(), red: z.int() }),
  })
  .meta({ id: 'FundingSummary' });
export const FigureQuery = z.object({ cutoff: CivilDate.optional(), knownAt: z.iso.datetime().optional() });
export const ProjectQuery = FigureQuery.extend({
  state: z.enum(['planned', 'started', 'stalled', 'finished', 'accepted']).optional(),
});
