import type { EntityManager } from 'typeorm';
import { FIGURE_STATE_NAMES } from '#libs/documents/document-content.js';
import type { ActFigure } from './figure.js';
import { supersededAssessments, supersededIndicators } from './superseded.store.js';

/**
 * A number a draft quotes that would be printed otherwise now; `now` is null where it is quoted no more, `printed` where it is not
 * quoted yet. Both with unit, and with the state of the data where that has changed.
 */
export interface CorrectedFigure {
  readonly label: string;
  readonly printed: string | null;
  readonly now: string | null;
}

const printed = ({ value, unit }: ActFigure): string => `${value}${unit}`;
const withState = (figure: ActFigure): string => `${printed(figure)}（${FIGURE_STATE_NAMES[figure.state]}）`;
const difference = (figure: ActFigure, now: ActFigure | undefined): CorrectedFigure | null => {
  const { label } = figure;
  if (!now) return { label, printed: printed(figure), now: null };
  const write = figure.state === now.state ? printed : withState;
  const one = { label, printed: write(figure), now: write(now) };
  return one.printed === one.now ? null : one;
};

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
  const now = new Map(withKeys(standing).map(({ key, figure }) => [key, figure]));
  return withKeys(drafted).flatMap(({ key, figure }) =>
    superseded.has(figure.source.id) ? (difference(figure, now.get(key)) ?? []) : [],
  );
};

/**
 * Figures that a correction, or a number that came late, has added since a draft was made: of a number the draft quotes, for a
 * period not later than the latest it quotes.
 */
export const addedFigures = (drafted: readonly ActFigure[], standing: readonly ActFigure[]): CorrectedFigure[] => {
  const quoted = new Set(withKeys(drafted).map(({ key }) => key));
  return withKeys(standing).flatMap(({ key, figure }) => {
    const isOfDraft = drafted.some(
      ({ definition, cutoff }) => definition === figure.definition && new Date(cutoff) >= new Date(figure.cutoff),
    );
    return quoted.has(key) || !isOfDraft ? [] : [{ label: figure.label, printed: null, now: printed(figure) }];
  });
};
