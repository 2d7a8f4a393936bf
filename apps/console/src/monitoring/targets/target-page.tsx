import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editionName } from '../edition-name.js';
import { Link, useParams } from 'react-router';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { useNamed } from '../../i18n.js';
import { OneRecord } from '../../shell/one-record.js';
import { Facts, Figure, Nothing, Page, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { DataStateMark } from '../../marks/cutoff.js';
import { ChangeTarget, WatchTarget, WithdrawTarget } from './target-form.js';
import { calendarShare, progressSum } from './target-progress.js';
import { type TargetDetail, useTarget } from './target-queries.js';
import { TargetCounting } from './target-counting.js';
import {
  boundText,
  gapText,
  TargetProgressSum,
  TargetState,
  useRestText,
  useSubjectName,
  useUntilText,
} from './target-words.js';
import { inBrackets, semicolon } from '../../texts/joined.js';
import { unitText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

/** Value to date and target by day. */
const Course = ({ target }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const option = useMemo((): ChartOption => {
    const { course, since, now } = target;
    const isLost = now?.state === 'UNATTAINABLE' && since !== null;
    return {
      animation: false,
      color: ['#1f5f5b', '#b9540f'],
      legend: { top: 0, data: [t('targets.value'), t('targets.target')] },
      tooltip: { trigger: 'axis', confine: true, transitionDuration: 0 },
      grid: { top: 36, left: 56, right: 24, bottom: 32 },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: course.map(({ day }) => day),
        axisLabel: { color: '#5d6765' },
      },
      yAxis: { type: 'value', name: unitText(target.unit), scale: true, axisLabel: { color: '#5d6765' } },
      series: [
        {
          id: 'value',
          name: t('targets.value'),
          type: 'line',
          showSymbol: course.length < 3,
          data: course.map(({ value }) => numberOf(value)),
          ...(isLost
            ? {
                markLine: {
                  symbol: 'none',
                  lineStyle: { color: '#a8261e', type: 'dashed' },
                  label: { formatter: t('targets.lostOn'), color: '#a8261e' },
                  data: [{ xAxis: since }],
                },
              }
            : {}),
        },
        {
          id: 'target',
          name: t('targets.target'),
          type: 'line',
          step: 'end',
          showSymbol: false,
          lineStyle: { type: 'dashed', width: 1.5 },
          data: course.map((point) => Number(point.target)),
        },
      ],
    };
  }, [target, t]);
  return (
    <Chart option={option} label={t('targets.courseLabel', { name: named(target.name) })} style={{ height: 320 }} />
  );
};

const Validity = ({ target: { lostValidity } }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  return (
    <>
      {lostValidity.map((one) => (
        <div key={`${one.period} ${one.pollutant}`}>{t('targets.validityOf', one)}</div>
      ))}
      <div className="aside">{t('targets.validityUnpublished')}</div>
    </>
  );
};

const Standing = ({ target }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const restText = useRestText();
  const untilText = useUntilText();
  const { now, unit } = target;
  const calendar = calendarShare(target);
  return (
    <>
      <div className="numbers">
        <Figure
          label={t('targets.value')}
          value={now?.value ?? '–'}
          unit={unitText(unit)}
          note={now ? `${untilText(target)} ${t('targets.ofDays', { n: now.days })}` : t('targets.notYet')}
        />
        <Figure
          label={t('targets.target')}
          value={boundText(target, now?.target ?? target.value)}
          unit={unit === '%' ? '' : unitText(unit)}
        />
        <Figure
          label={t('targets.gap')}
          value={gapText(now?.gap)}
          unit={unit === '%' ? t('targets.points') : unitText(unit)}
          {...(now?.isMet === false ? { tone: 'overdue' as const } : {})}
        />
        <Figure
          label={t('targets.time')}
          value={target.timePct ?? '–'}
          unit="%"
          note={calendar ? t('targets.calendar', { ...calendar }) : null}
        />
      </div>
      <Facts
        items={[
          [
            t('targets.state'),
            <>
              <TargetState target={target} />{' '}
              {now?.standing === 'lagging' ? <span className="overdue">{t('targets.lagging')} </span> : null}
              {target.since ? <span className="aside">{t('targets.since', { day: target.since })}</span> : null}
            </>,
          ],
          [t('targets.rest'), restText(now)],
          progressSum(target) !== null && [t('targets.progress'), <TargetProgressSum key="sum" target={target} />],
          target.lostValidity.length > 0 && [t('targets.validity'), <Validity key="validity" target={target} />],
          target.dataState !== null && [
            t('monitoring.dataState'),
            <DataStateMark key="state" state={target.dataState} />,
          ],
          [t('indicators.formula'), named(target.formula)],
          [t('indicators.coverage'), named(target.coverage)],
          [t('targets.warnings'), t(target.watched ? 'targets.watched' : 'targets.unwatched')],
          [t('targets.document'), target.document],
          [
            t('targets.edition'),
            `${editionName(target.edition)}${inBrackets(target.isRestated ? t('targets.restated') : t('targets.byDay'))}`,
          ],
          [t('targets.mode'), t(`targets.modes.${target.mode}`)],
          target.countedUnder.length > 0 && [
            t('targets.countedUnder'),
            target.countedUnder.map(editionName).join(semicolon()),
          ],
        ]}
      />
      <TargetCounting target={target} />
    </>
  );
};

const Forecast = ({ target: { forecast, unit } }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  if (!forecast) return <p className="nothing-line">{t('targets.noForecast')}</p>;
  return (
    <>
      <div className="numbers">
        <Figure label={t('targets.neutral')} value={forecast.neutral ?? '–'} unit={unitText(unit)} />
        {forecast.trend ? <Figure label={t('targets.trend')} value={forecast.trend} unit={unitText(unit)} /> : null}
        {forecast.requiredFallPct ? (
          <Figure label={t('targets.requiredFall')} value={forecast.requiredFallPct} unit="%" />
        ) : null}
      </div>
      {forecast.months.length > 0 ? (
        <Facts items={forecast.months.map(({ month, mean }) => [`${t('targets.months')} ${month}`, mean] as const)} />
      ) : null}
    </>
  );
};

const Versions = ({ target }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      heads={[
        t('targets.version'),
        t('targets.from'),
        { right: t('targets.target') },
        t('targets.document'),
        t('targets.reason'),
        t('targets.recordedBy'),
        t('targets.recordedAt'),
      ]}
    >
      {[...target.versions].reverse().map((one) => (
        <tr key={one.version}>
          <th scope="row">{one.version}</th>
          <td>{one.from}</td>
          <td className="right">{boundText(target, one.value)}</td>
          <td className="wraps">{one.document}</td>
          <td className="wraps">{one.reason ?? '–'}</td>
          <td>{one.recordedBy}</td>
          <td>{minuteText(one.recordedAt)}</td>
        </tr>
      ))}
    </PageTable>
  );
};

/** One target: how it stands, its course by day, what it would come to, and every version it had. */
const Known = ({ target }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const may = useMay();
  const subjectName = useSubjectName();
  const [open, setOpen] = useState<'change' | 'watch' | 'withdraw' | null>(null);
  return (
    <Page
      title={`${subjectName(target.subject)} ${target.period.label} ${named(target.name)}`}
      lead={
        target.withdrawn
          ? t('targets.endedBy', { at: minuteText(target.withdrawn.at), why: target.withdrawn.reason })
          : null
      }
      extra={
        <>
          <Link to="/monitoring/targets">{t('targets.back')}</Link>
          {!target.isWithdrawn && may('target.manage') ? (
            <>
              <Button onClick={() => setOpen('change')}>{t('targets.change')}</Button>
              {target.now?.state || !target.now || target.watched ? (
                <Button onClick={() => setOpen('watch')}>
                  {t(target.watched ? 'targets.unwatch' : 'targets.watch')}
                </Button>
              ) : null}
              <Button onClick={() => setOpen('withdraw')}>{t('targets.withdraw')}</Button>
            </>
          ) : null}
        </>
      }
    >
      <Section>
        <Standing target={target} />
      </Section>
      <Section title={t('targets.course')} aside={t('targets.courseAside')}>
        {target.course.length === 0 ? <Nothing text={t('targets.notYet')} /> : <Course target={target} />}
      </Section>
      <Section title={t('targets.forecast')} aside={t('targets.forecastAside')}>
        <Forecast target={target} />
      </Section>
      <Section title={t('targets.costly')} aside={t('targets.costlyAside')}>
        {target.costlyDates.length === 0 ? (
          <Nothing text={t('targets.noCostly')} />
        ) : (
          <p className="hour-list">
            {target.costlyDates.map((day) => (
              <span key={day}>{day}</span>
            ))}
          </p>
        )}
      </Section>
      <Section flush title={t('targets.versions')} aside={t('targets.versionsAside')}>
        <Versions target={target} />
      </Section>
      <ChangeTarget target={target} isOpen={open === 'change'} onClose={() => setOpen(null)} />
      <WatchTarget target={target} isOpen={open === 'watch'} onClose={() => setOpen(null)} />
      <WithdrawTarget target={target} isOpen={open === 'withdraw'} onClose={() => setOpen(null)} />
    </Page>
  );
};

/** The page of the target in the address. */
export const TargetPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <OneRecord key={id} id={id} query={useTarget(id)} back="/monitoring/targets" backText={t('targets.back')}>
      {(target) => <Known target={target} />}
    </OneRecord>
  );
};
