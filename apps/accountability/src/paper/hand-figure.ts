import type { z } from 'zod';
import type { HandFigure } from '../act/act.api.js';
import type { ActFigure } from './figure.js';

/** Mark of figures a drafter brought himself; where they were read stands among their parameters. */
const BY_HAND = 'hand';

export const isByHand = ({ source }: ActFigure): boolean => source.kind === BY_HAND;

/** A figure of the drafter's own: its source is the act itself, since no record of the platform stands behind it. */
export const handFigure = ({ takenFrom, ...given }: z.infer<typeof HandFigure>): ActFigure => ({
  ...given,
  cutoff: /^\d{4}-\d{2}-\d{2}$/.test(given.cutoff) ? given.cutoff : new Date(given.cutoff).toISOString(),
  parameters: { takenFrom },
  source: { service: 'accountability', kind: BY_HAND, id: given.id },
  revision: 1,
});
