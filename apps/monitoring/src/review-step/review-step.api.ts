import { z } from 'zod';
import type { ReviewStep } from './review-step.js';

export const Reason = z.string().trim().min(2).max(500);

/** Steps as they are shown: names, not accounts. */
export const shownStep = <Action extends [string, ...string[]]>(actions: Action) =>
  z.object({ action: z.enum(actions), at: z.iso.datetime(), name: z.string(), reason: z.string() });
export const shownSteps = <Action extends string>(steps: readonly ReviewStep<Action>[]) =>
  steps.map(({ personId: _person, ...step }) => step);

/** A move by the one who asked or asks: with a reason, against the version that was seen. */
export const Move = z.object({ reason: Reason, expectedVersion: z.int().positive() });
/** The second person's word on what another proposed. */
export const Verdict = Move.extend({ decision: z.enum(['confirm', 'refuse']) });
