import type { EntityManager } from 'typeorm';
import type { ActFigure } from './figure.js';
import { supersededAssessments, supersededIndicators } from './superseded.store.js';

/** A number a draft quotes that would be printed otherwise now; `now` is null where it is quoted no more. Both with unit. */
export interface CorrectedFigure {
  readonly label: string;
  readonly printed: string;
  readonly now: string | null;
}

const printed = ({ value, unit }: ActFigure): string => `${value}${unit}`;

/** By label, and of those with one label in their order: two milestones may bear one name. */
const withKeys = (figures: readonly ActFigure[]): { readonly key: string; readonly figure: ActFigure }[] => {
  const seen = new Map<string, number>();
  return figures.map((figure) => {
    const nth = (seen.get(figure.label) ?? 0) + 1;
    seen.set(figure.label, nth);
    return { key: `${nth} ${figure.label}`, figure };
  });
};

/** Records of this service the figures cite that have a later revision, by their ids. */
const supersededSources = async (tx: EntityManager, figures: readonly ActFigure[]): Promise<ReadonlySet<string>> => {
  const cited = (kind: string) =>
    figures.filter(({ source }) => source.service === 'accountability' && source.kind === kind);
  const indicators = await supersededIndicators(
    tx,
    cited('indicator').map(({ source }) => source.id),
  );
  const assessments = await supersededAssessments(
    tx,
    cited('assessment').map(({ source: { id, version = 1 } }) => ({ id, revision: version })),
  );
  return new Set([...indicators, ...assessments]);
};

/**
 * Figures of a draft whose number or ranking has been corrected since they were read, and that are printed otherwise among those
 * as they stand. A number of a later period corrects none, and a correction that leaves what is printed as it was is none here.
 */
export const correctedFigures = async (
  tx: EntityManager,
  drafted: readonly ActFigure[],
  standing: readonly ActFigure[],
): Promise<CorrectedFigure[]> => {
  const superseded = await supersededSources(tx, drafted);
  const now = new Map(withKeys(standing).map(({ key, figure }) => [key, printed(figure)]));
  return withKeys(drafted)
    .filter(({ figure }) => superseded.has(figure.source.id))
    .map(({ key, figure }) => ({ label: figure.label, printed: printed(figure), now: now.get(key) ?? null }))
    .filter((one) => one.printed !== one.now);
};
