/**
 * Execution of project funds at a cut-off (资金执行率): paid over budget arrived, in exact decimals, counts against a line
 * that is reached at exactly the line.
 */
import {
  compare,
  compareShare,
  type DecimalText,
  percentText,
  type Quantity,
  reaches,
  sumOf,
} from '../assessment/percentage.js';
import type { CivilDate } from '../calendar/shanghai.js';

export interface ProjectFunds {
  readonly projectId: string;
  readonly allocated: DecimalText;
  readonly paid: DecimalText;
  readonly startedOn: CivilDate | null;
}

export interface ExecutionRate {
  readonly numerator: DecimalText;
  readonly denominator: DecimalText;
  /** One decimal, never on the far side of a line it has not reached; null when no budget has arrived. */
  readonly text: DecimalText | null;
}

export interface LineStanding {
  readonly projectId: string;
  readonly rate: ExecutionRate;
  /** `no-budget` is left out of the counts; `over-budget` is an error in the book, not a success. */
  readonly standing: 'reached' | 'below' | 'no-budget' | 'over-budget';
  readonly isStarted: boolean;
}

export interface ExecutionFigures {
  readonly cutoff: CivilDate;
  readonly line: Quantity;
  readonly projects: readonly LineStanding[];
  readonly counted: number;
  readonly reached: number;
  readonly below: number;
  readonly notStarted: number;
  readonly overBudget: readonly string[];
  readonly total: ExecutionRate;
}

/** `lines` are the lines named on the paper, e.g. 30 and 100. */
export const executionRate = (paid: Quantity, allocated: Quantity, lines: readonly Quantity[]): ExecutionRate => ({
  numerator: sumOf([paid]),
  denominator: sumOf([allocated]),
  text: percentText(paid, allocated, { lines }),
});

const standingOf = ({ allocated, paid }: ProjectFunds, line: Quantity): LineStanding['standing'] => {
  if (compare(allocated, 0) <= 0) return compare(paid, 0) > 0 ? 'over-budget' : 'no-budget';
  if (compareShare(paid, allocated, 100) > 0) return 'over-budget';
  return reaches(paid, allocated, line) ? 'reached' : 'below';
};

/** Figures of all projects with a budget; the total divides the sums, it is no mean of rates. */
export const executionFigures = (
  projects: readonly ProjectFunds[],
  cutoff: CivilDate,
  line: Quantity,
): ExecutionFigures => {
  const standings = projects.map((project): LineStanding => {
    const standing = standingOf(project, line);
    const { projectId, paid, allocated, startedOn } = project;
    return {
      projectId,
      rate:
        compare(allocated, 0) <= 0
          ? { numerator: sumOf([paid]), denominator: sumOf([allocated]), text: null }
          : executionRate(paid, allocated, [line]),
      standing,
      isStarted: startedOn !== null && startedOn <= cutoff,
    };
  });
  const counted = standings.filter(({ standing }) => standing !== 'no-budget');
  const isCounted = new Set(counted.map(({ projectId }) => projectId));
  const inTotal = projects.filter(({ projectId }) => isCounted.has(projectId));
  const count = (standing: LineStanding['standing']): number =>
    counted.filter((one) => one.standing === standing).length;
  return {
    cutoff,
    line,
    projects: standings,
    counted: counted.length,
    reached: count('reached'),
    below: count('below'),
    notStarted: counted.filter(({ isStarted }) => !isStarted).length,
    overBudget: counted.filter(({ standing }) => standing === 'over-budget').map(({ projectId }) => projectId),
    total: executionRate(sumOf(inTotal.map(({ paid }) => paid)), sumOf(inTotal.map(({ allocated }) => allocated)), [
      line,
    ]),
  };
};
