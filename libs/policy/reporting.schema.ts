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
  sections: z
    .array(
      z.strictObject({
        id: z.enum(['air', 'water', 'ledger', 'funds', 'special', 'ranking', 'praise', 'criticism', 'lagging', 'next']),
        indicators: z.array(z.string()),
      }),
    )
    .min(1),
});
export type Bulletin = z.infer<typeof Bulletin>;

export const AssessmentScheme = item({
  indicator: z.string(),
  subject: z.enum(SUBJECT_KINDS),
  period: z.enum(PERIOD_KINDS),
  /** Which value stands first. */
  best: z.enum(['lowest', 'highest']),
  /** Equal values share the rank and the next ones are passed over: 1, 1, 3. */
  ties: z.literal('share'),
  /** Without enough ranked there is no ranking. */
  rankedAtLeast: z.int().min(2),
  /** A subject without a valid number is shown unranked with its reason. */
  invalid: z.literal('unranked'),
  /** While it is not recorded whether a station is an evaluation point, ranks that depend on it are provisional. */
  provisionalWhileUnknown: z.enum(['evaluation-point', 'nothing']),
  /** Data state a proposal of talk or listing that rests on the ranking waits for. */
  consequencesNeed: z.enum(['realtime', 'preliminary', 'reviewed']),
  objectionWithin: TimeLimit.nullable(),
});
export type AssessmentScheme = z.infer<typeof AssessmentScheme>;

const Days = z.int().positive();

export const FundingRules = item({
  /** What the execution rate divides by the allocated amount. */
  numerator: z.enum(['paid', 'disbursed']),
  /** Percent that counts as reached, and that is due by the end of the year. */
  reachedLinePercent: Quantity,
  fullLinePercent: Quantity,
  /** Time line of payment: percent due at the end of each quarter. */
  quarterMarksPercent: z.tuple([Quantity, Quantity, Quantity, Quantity]),
  /** Days since the money came without a start. */
  startLagDays: z.strictObject({ yellow: Days, orange: Days, red: Days }),
  stalledAfterDays: z.strictObject({ withoutPhysicalProgress: Days, withoutPayment: Days }),
  /** Percentage points between payment and physical progress that are to be looked at. */
  earlyPaymentPoints: Quantity,
  stuckPaymentPoints: Quantity,
  advancePaymentAtMostPercent: Quantity,
});
export type FundingRules = z.infer<typeof FundingRules>;
