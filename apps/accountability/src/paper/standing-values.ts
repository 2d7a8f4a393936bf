import type { TemplateValues } from '#libs/documents/template.js';
import type { EarlierAct } from '../act/act.store.js';
import type { Matter } from '../matter/matter.js';

export const LISTING = 'listing';

/** Each act a listing demanded, with its day and whether it is done; the whole is open as long as anything is. */
const listedActs = ({ demands, whole }: Matter, listing: EarlierAct | undefined): TemplateValues[] =>
  (listing?.demands ?? []).map(({ text, deadline }) => ({
    text,
    deadline: deadline ?? listing?.dueOn ?? null,
    result: demands.includes(text) || text === whole ? '未完成' : '已完成',
  }));

/** What a paper says of each earlier one that has a number: day, name, number and what came of it. */
export const earlierPapers = (earlier: readonly EarlierAct[]): TemplateValues[] =>
  earlier
    .filter(({ number, issuedOn }) => number !== null && issuedOn !== null)
    .map(({ issuedOn, name, number, result }) => ({ date: issuedOn!, name, number: number!, result }));

/**
 * What a paper says of how things stand: figures, problems, earlier papers and what came of them. It changes with every
 * cut-off, so a draft may be given it anew.
 */
export const standingValues = (matter: Matter, earlier: readonly EarlierAct[]): TemplateValues => {
  const listing = earlier.find(({ kind }) => kind === LISTING);
  return {
    deadline: matter.deadline,
    periodName: matter.periodName,
    cutoff: matter.cutoff.toISOString(),
    factsText: matter.facts,
    reasonText: `${matter.reason}${listing ? '，挂牌督办期满仍未完成' : ''}`,
    comparisons: matter.comparisons.map((row) => ({ ...row })),
    dataState: matter.dataState,
    dataStateNote: matter.dataStateNote ?? null,
    levelGround: matter.levelGround ?? null,
    problems: matter.problems.map((row) => ({ ...row })),
    earlierActs: earlierPapers(earlier),
    listedActs: listedActs(matter, listing),
  };
};
