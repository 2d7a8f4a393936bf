import { useTranslation } from 'react-i18next';
import { Bar, Figure, isLevel, Level } from '../../shell/parts.js';
import { pointsBehind, shortPercent } from '../../shell/percent.js';
import type { ProblemDetail } from '../problem-queries.js';

/** Plan against work, in percent of the whole plan; behind is said in points. */
export const Standing = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const { today } = problem;
  if (!today)
    return (
      <p className="aside">
        {problem.completedOn !== null
          ? t('problems.detail.allDone', { on: problem.completedOn })
          : t(problem.plan ? 'problems.detail.notMeasured' : 'problems.detail.noPlan')}
      </p>
    );
  const lag = Number(today.lagPoints);
  return (
    <>
      <div className="numbers tight">
        <Figure label={t('problems.detail.planned')} value={shortPercent(today.plannedPct)} unit="%" />
        <Figure
          label={t('problems.detail.actual')}
          value={shortPercent(today.actualPct)}
          unit="%"
          note={`${t('problems.confirmed', { pct: shortPercent(problem.confirmedPct) })} · ${t('problems.reported', { pct: shortPercent(problem.reportedPct) })}`}
        />
        <Figure
          label={t('problems.detail.lag')}
          value={lag > 0 ? pointsBehind(today) : '0'}
          unit={t('problems.detail.points')}
          note={isLevel(today.level) ? <Level level={today.level} /> : null}
        />
        <Figure label={t('problems.detail.time')} value={shortPercent(today.timePct)} unit="%" />
        {today.overdueMilestones > 0 ? (
          <Figure label={t('problems.detail.milestonesOverdue')} value={today.overdueMilestones} tone="overdue" />
        ) : null}
        {today.closureLateDays > 0 ? (
          <Figure
            label={t('problems.detail.closureLate')}
            value={today.closureLateDays}
            unit={t('problems.detail.days')}
            tone="overdue"
          />
        ) : null}
        {today.closureWaitingDays > 0 ? (
          <Figure
            label={t('problems.detail.closureWaiting')}
            value={today.closureWaitingDays}
            unit={t('problems.detail.days')}
          />
        ) : null}
      </div>
      <div className="standing-bar">
        <Bar
          percent={Number(problem.confirmedPct)}
          second={Number(problem.reportedPct)}
          mark={Number(today.plannedPct)}
        />
        <span className="aside">
          {t('problems.progressHint')} · ┃{t('problems.detail.planned')}
        </span>
      </div>
    </>
  );
};
