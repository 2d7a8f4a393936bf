import { z } from 'zod';
import { item, Quantity, TimeLimit } from './item.js';
import { PERIOD_KINDS, SUBJECT_KINDS } from './measurement.schema.js';
import { SEALING_SERVICES } from './work.schema.js';

export const Bulletin = item({
  every: z.literal('month'),
  /** Drafted on the n-th working day of the month after the one it is about. */
  onWorkingDay: z.int().min(1).max(20),
  /** The first month it covers is the first that began after the installation went to work. */
  skipsMonthOfStart: z.boolean(),
  seal: z.string(),
  sources: z.array(z.enum(SEALING_SERVICES)).min(1),
  waitForSealsMinutes: z.int().positive(),
  /** Scheme whose ranking it prints. */
  assessment: z.string(),
  /** Kind of act it is issued as. */
  act: z.string(),
  /** Whom it is addressed to (主送机关), as printed without the colon. */
  addressees: z.string().min(1),
  sections: z
    .array(
      z.strictObject({
        id: z.enum(['air', 'water', 'ledger', 'funds', 'special', 'ranking', 'praise', 'criticism', 'lagging', 'next']),
        indicators: z.array(z.string()),
        /** Kinds of act issued in the month that the section names, in this order. */
        acts: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});
export type Bulletin = z.infer<typeof Bulletin>;

export const AssessmentScheme = item({
  indicator: z.string(),
  subject: z.enum(SUBJECT_KINDS),
  period: z.enum(PERIOD_KINDS),
  /** Equal values share the rank and the next ones are passed over; without a valid number there is no rank. */
  direction: z.enum(['lower-is-better', 'higher-is-better']),
  /** How many are "the last" from so many ranked on; fewer than the first entry: nobody. */
  bottomSizes: z.array(z.strictObject({ from: z.int().min(2), places: z.int().positive() })).min(1),
  /** While it is not recorded whether a station is an evaluation point, ranks that depend on it are provisional. */
  provisionalWhileUnknown: z.enum(['evaluation-point', 'nothing']),
  /** Data state a proposal of talk or listing that rests on the ranking waits for. */
  consequencesNeed: z.enum(['realtime', 'preliminary', 'reviewed']),
  objectionWithin: TimeLimit.nullable(),
});
export type AssessmentScheme = z.infer<typeof AssessmentScheme>;

const Days = z.int().positive();
const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a month and day such as 12-31');

export const FundingRules = item({
  /** What the execution rate divides by the budget that has arrived. */
  numerator: z.enum(['paid', 'disbursed']),
  /** Percent that counts as reached, and that is due by the end of the year; both are lines no rounding may carry over. */
  reachedLinePercent: Quantity,
  fullLinePercent: Quantity,
  /** Read by libs/domain/funding. */
  lag: z.strictObject({
    startDays: z.strictObject({ yellow: Days, orange: Days, red: Days }),
    startRedFrom: MonthDay,
    yearLine: z.array(z.strictObject({ until: MonthDay, percent: Quantity })).min(1),
    payPoints: z.strictObject({ yellow: Quantity, orange: Quantity, red: Quantity }),
    paidAheadPoints: Quantity,
    builtAheadPoints: Quantity,
  }),
  stalledAfterDays: z.strictObject({ withoutPhysicalProgress: Days, withoutPayment: Days }),
  advancePaymentAtMostPercent: Quantity,
});
export type FundingRules = z.infer<typeof FundingRules>;
