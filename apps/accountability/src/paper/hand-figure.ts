import type { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import type { HandFigure } from '../act/act.api.js';
import type { ActFigure } from './figure.js';

/** Mark of figures a drafter brought himself; where they were read stands among their parameters. */
const BY_HAND = 'hand';

export const isByHand = ({ source }: ActFigure): boolean => source.kind === BY_HAND;

/** Within an act no two figures have one id. Refuses with ACT_FIGURE_ID_TAKEN where the drafter's own have that of one that was read. */
export const requireOwnIds = (read: readonly ActFigure[], own: readonly ActFigure[]): void => {
  const ids = new Set(read.map(({ id }) => id));
  const taken = own.flatMap(({ id }) => (ids.has(id) ? [id] : []));
  if (taken.length > 0)
    throw new Refusal('ACT_FIGURE_ID_TAKEN', `figures of the platform have these ids: ${taken.join(', ')}`, { taken });
};

/** A figure of the drafter's own: its source is the act itself, since no record of the platform stands behind it. */
export const handFigure = ({ takenFrom, ...given }: z.infer<typeof HandFigure>): ActFigure => ({
  ...given,
  cutoff: /^\d{4}-\d{2}-\d{2}$/.test(given.cutoff) ? given.cutoff : new Date(given.cutoff).toISOString(),
  parameters: { takenFrom },
  source: { service: 'accountability', kind: BY_HAND, id: given.id },
  revision: 1,
});
