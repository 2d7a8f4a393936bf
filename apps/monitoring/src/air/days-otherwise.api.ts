import { z } from 'zod';
import { CivilDate } from '#libs/contracts/shapes.js';
import type { DayOtherwise } from '#libs/domain/air/restatement.js';

const Verdict = z.enum(['good', 'polluted']).nullable();

/** Days that count otherwise under one edition than each under its own; null: not evaluated, or withheld. */
export const DaysOtherwise = z.array(
  z.object({
    date: CivilDate,
    inForce: Verdict,
    restated: Verdict,
    /** Pollutants without a value that day. */
    missing: z.array(z.string()),
  }),
);

export const daysOtherwiseOf = (days: readonly DayOtherwise[]): z.input<typeof DaysOtherwise> =>
  days.map((day) => ({ ...day, missing: [...day.missing] }));
