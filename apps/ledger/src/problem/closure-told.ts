import type { EntityManager } from 'typeorm';
import type { ProblemChanged } from '#libs/contracts/ledger.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';
import type { ProblemEntity } from './problem.entity.js';

export type ClosureTold = NonNullable<DataOf<typeof ProblemChanged>['closure']>;

interface Line {
  readonly action: string;
  readonly at: Date;
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * The history since completion was last reported in this round. What was said before it went with the work that was refused,
 * objected to or reopened.
 */
const sinceReport = (tx: EntityManager, { id, round }: ProblemEntity): Promise<Line[]> =>
  select<Line>(
    tx,
    `select a.action, a.at, a.given from problem_action a
      where a.problem_id = $1 and a.round = $2
        and a.seq >= (select max(r.seq) from problem_action r
                       where r.problem_id = $1 and r.round = $2 and r.action = 'report-completion')
      order by a.seq limit 1000`,
    [id, round],
  );

const textIn = (line: Line | undefined, name: string): string | null => {
  const value = line?.given[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/**
 * What the record says about a problem's way to closure: day of the report, check with those who made it, notice and its
 * objections, reply from above, the look-back after it. Undefined before completion was reported; null for what has not come yet.
 */
export const closureTold = async (tx: EntityManager, problem: ProblemEntity): Promise<ClosureTold | undefined> => {
  const lines = await sinceReport(tx, problem);
  const [report] = lines;
  if (!report) return undefined;
  const last = (...actions: readonly string[]): Line | undefined =>
    lines.findLast(({ action }) => actions.includes(action));
  const accepted = last('accept');
  const notice = last('publish-notice', 'dismiss-objection');
  const ended = last('end-notice');
  const upper = last('confirm-by-upper');
  const inspectors = accepted?.given['inspectorPersonIds'];
  const counted = ended?.given['objections'];
  return {
    appliedOn: shanghaiDate(report.at),
    checkedOn: textIn(accepted, 'checkedOn'),
    inspectorPersonIds: Array.isArray(inspectors) ? inspectors.map(String) : [],
    opinion: textIn(accepted, 'opinion'),
    noticeStart: textIn(notice, 'noticeStart'),
    noticeEnd: textIn(notice, 'noticeEnd'),
    objections:
      typeof counted === 'number'
        ? counted
        : ended
          ? lines.filter(({ action }) => action === 'raise-objection').length
          : null,
    upperReplyNo: textIn(upper, 'replyDocNo'),
    upperRepliedOn: textIn(upper, 'repliedOn'),
    lookBackDueOn: problem.lookBackDueOn,
  };
};
