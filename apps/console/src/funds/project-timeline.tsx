import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { Project } from './funds-queries.js';

const monthOf = (date: string): string => date.slice(0, 7);
const nextMonth = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

/** All months from the first to the last, at most four years of them. */
const monthsBetween = (first: string, last: string): string[] => {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < 48; month = nextMonth(month)) months.push(month);
  return months;
};

/** Each project on the same line of months, with the cut-off drawn through all of them. */
export const ProjectTimeline = ({ items, cutoff }: { readonly items: readonly Project[]; readonly cutoff: string }) => {
  const { t } = useTranslation();
  const { search } = useLocation();
  const dates = [
    ...items.flatMap((one) => [one.plannedStart, one.plannedFinish, one.actualStart ?? cutoff]),
    cutoff,
  ].sort();
  const months = monthsBetween(monthOf(dates[0]!), monthOf(dates.at(-1)!));
  const begin = Date.parse(`${months[0]}-01`);
  const whole = Date.parse(`${nextMonth(months.at(-1)!)}-01`) - begin;
  const at = (date: string): number => ((Date.parse(date) - begin) / whole) * 100;
  const step = Math.ceil(months.length / 12);
  return (
    <div className="gantt" role="list">
      <div className="gantt-row gantt-head" aria-hidden>
        <span />
        <div className="gantt-lane">
          {months.map((month, n) =>
            n % step === 0 ? (
              <span key={month} className="gantt-month" style={{ left: `${at(`${month}-01`)}%` }}>
                {month.endsWith('-01') || n === 0 ? month : Number(month.slice(5))}
              </span>
            ) : null,
          )}
        </div>
      </div>
      {items.map((project) => {
        const [from, to] = [at(project.plannedStart), at(project.plannedFinish)];
        const rate = Math.min(100, Number(project.executionRate ?? 0));
        const says = `${t('funds.planned')} ${project.plannedStart}，${t('funds.finish')} ${project.plannedFinish}，${t('funds.started')} ${project.actualStart ?? t('funds.notStarted')}，${t('funds.rate')} ${project.executionRate ?? '–'}%`;
        return (
          <div key={project.id} className="gantt-row" role="listitem">
            <Link to={`/funds/${project.id}${search}`} className="one-line">
              {project.name}
            </Link>
            <div className="gantt-lane" title={says} role="img" aria-label={says}>
              <span className="gantt-bar" style={{ left: `${from}%`, width: `${to - from}%` }}>
                <span style={{ width: `${rate}%` }} />
              </span>
              {project.actualStart ? (
                <span className="gantt-start" style={{ left: `${at(project.actualStart)}%` }}>
                  ▲
                </span>
              ) : project.startWaitingDays ? (
                <span
                  className="gantt-wait"
                  style={{ left: `${from}%`, width: `${Math.max(0, Math.min(at(cutoff), 100) - from)}%` }}
                />
              ) : null}
              <span className="gantt-now" style={{ left: `${at(cutoff)}%` }} />
            </div>
          </div>
        );
      })}
    </div>
  );
};
