import type { EntityManager } from 'typeorm';
import { supersededOf } from '../indicator/superseded.store.js';
import type { ActFigure } from './figure.js';

/** A number a draft quotes that would be printed otherwise now; `now` is null where it is quoted no more. Both with unit. */
export interface CorrectedFigure {
  readonly label: string;
  readonly printed: string;
  readonly now: string | null;
}

const printed = ({ value, unit }: ActFigure): string => `${value}${unit}`;

/**
 * Figures of a draft whose number has been corrected since they were read, and that are printed otherwise among those as they
 * stand. A number of a later period corrects none, and a correction that leaves what is printed as it was is none here.
 */
export const correctedFigures = async (
  tx: EntityManager,
  drafted: readonly ActFigure[],
  standing: readonly ActFigure[],
): Promise<CorrectedFigure[]> => {
  const cited = drafted.filter(({ source }) => source.service === 'accountability' && source.kind === 'indicator');
  const superseded = await supersededOf(
    tx,
    cited.map(({ source }) => source.id),
  );
  const byLabel = new Map(standing.map((figure) => [figure.label, printed(figure)]));
  return cited
    .filter(({ source }) => superseded.has(source.id))
    .map((figure) => ({ label: figure.label, printed: printed(figure), now: byLabel.get(figure.label) ?? null }))
    .filter((one) => one.printed !== one.now);
};
