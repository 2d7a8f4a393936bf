/** `details` of the indicator that tells how a target stands, with everything a warning about it prints. */
import { z } from 'zod';
import { CivilDate, DecimalText, SubjectRef } from './shapes.js';

/** The indicator of a target's standing; its subject is the target (`{ kind: 'target', id }`). */
export const TARGET_STANDING = 'air.target.cutoff.standing';

/** What the value says: nothing to warn of, behind, out of reach. */
export const STANDING_VALUES = { sound: '0', lagging: '1', lost: '2' } as const;

/**
 * One is published at each seal of a day while a target is to be warned of, and a last one with `ended` and without a value
 * once its period is over, it was withdrawn, or nobody wants warnings of it any more.
 */
export const TargetStandingDetails = z.object({
  /** The number the target is of, and what that is about. */
  definition: z.string(),
  of: SubjectRef,
  /** As people call the period: `2026`. */
  periodLabel: z.string(),
  periodTo: CivilDate,
  document: z.string(),
  /** Figure to date and target as printed, in `unit`. */
  current: DecimalText.nullable(),
  target: DecimalText.nullable(),
  unit: z.string(),
  standing: z.enum(['sound', 'lagging', 'lost']).nullable(),
  state: z.enum(['SECURED', 'ON_TRACK', 'AT_RISK', 'UNATTAINABLE']).nullable(),
  remaining: z.int().nonnegative(),
  ended: z.enum(['over', 'withdrawn', 'unwatched']).optional(),
});
export type TargetStandingDetails = z.infer<typeof TargetStandingDetails>;
