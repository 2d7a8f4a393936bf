import { Segmented, Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EditionsView } from './editions.js';
import { ExternalView } from './external.js';
import { DustDays } from './dust-days.js';
import { ExternalAverages } from './external-averages.js';
import { RankingView } from './ranking.js';
import { SamePeriodView } from './same-period.js';
import { useAddress } from './span-fields.js';
import { YearsView } from './years-view.js';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import {
  type CalendarDay,
  POLLUTANTS,
  unitOf,
  type Pollutant,
  type Station,
  useDayCalendars,
  useStations,
} from '../monitoring-queries.js';
import { useYear, YearChoice } from '../span-choice.js';
import { SubPages } from '../sub-pages.js';

const MOST_STATIONS = 6;
/** Stations shown before anybody has chosen. */
const AT_FIRST = 3;
const COLOURS = ['#1f5f5b', '#b9540f', '#5a4a8a', '#8f6b00', '#2f6fa8', '#a8325e'];
/** What is compared: the index or a pollutant's day value. */
const MEASURES = ['AQI', ...POLLUTANTS] as const;
type Measure = (typeof MEASURES)[number];

const valueOf = (day: CalendarDay, measure: Measure): number | null =>
  measure === 'AQI' ? day.aqi : (day.values[measure] ?? null);

const monthsOf = (calendars: readonly (readonly CalendarDay[])[]): string[] =>
  [...new Set(calendars.flat().map(({ day }) => day.slice(0, 7)))].sort();

const goodDays = (days: readonly CalendarDay[], month: string | null): { good: number; evaluated: number } => {
  const evaluated = days.filter(({ day, aqi }) => aqi !== null && (month === null || day.startsWith(month)));
  return { good: evaluated.filter(({ aqi }) => aqi! <= 100).length, evaluated: evaluated.length };
};

const GoodDayTable = ({
  names,
  calendars,
}: {
  readonly names: readonly string[];
  readonly calendars: readonly (readonly CalendarDay[])[];
}) => {
  const { t } = useTranslation();
  const months = monthsOf(calendars);
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('monitoring.station')}</th>
            {months.map((month) => (
              <th key={month} scope="col" className="right">
                {month}
              </th>
            ))}
            <th scope="col" className="right">
              {t('monitoring.compare.whole')}
            </th>
          </tr>
        </thead>
        <tbody>
          {calendars.map((days, n) => (
            <tr key={names[n]}>
              <th scope="row">
                <span className="swatch" style={{ background: COLOURS[n] }} aria-hidden /> {names[n]}
              </th>
              {[...months, null].map((month) => {
                const { good, evaluated } = goodDays(days, month);
                return (
                  <td key={month ?? 'whole'} className="right">
                    {evaluated === 0 ? '–' : good}
                    {evaluated === 0 ? null : <small>/{evaluated}</small>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Curves = ({
  names,
  calendars,
  measure,
}: {
  readonly names: readonly string[];
  readonly calendars: readonly (readonly CalendarDay[])[];
  readonly measure: Measure;
}) => {
  const { t } = useTranslation();
  const option = useMemo((): ChartOption => {
    const days = [...new Set(calendars.flat().map(({ day }) => day))].sort();
    const unit = measure === 'AQI' ? '' : unitOf(measure as Pollutant);
    return {
      animation: false,
      color: COLOURS,
      legend: { top: 0, data: [...names] },
      tooltip: { trigger: 'axis', confine: true, transitionDuration: 0 },
      grid: { top: 36, left: 48, right: 16, bottom: 56 },
      xAxis: { type: 'category', data: days, boundaryGap: false, axisLabel: { color: '#5d6765' } },
      yAxis: { type: 'value', name: unit, axisLabel: { color: '#5d6765' } },
      dataZoom: [{ type: 'slider', height: 18, bottom: 8 }, { type: 'inside' }],
      series: calendars.map((own, n) => {
        const byDay = new Map(own.map((day) => [day.day, valueOf(day, measure)]));
        return {
          id: `station-${n}`,
          name: names[n],
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 1.5 },
          data: days.map((day) => byDay.get(day) ?? null),
        };
      }),
    };
  }, [calendars, names, measure]);
  return (
    <Chart
      option={option}
      label={t('monitoring.compare.label', { measure, n: names.length })}
      style={{ height: 340 }}
    />
  );
};

/** The stations that were chosen, as curves and by good days. */
const Compared = ({ stations }: { readonly stations: readonly Station[] }) => {
  const { t } = useTranslation();
  const { span } = useYear();
  const [params, setParams] = useSearchParams();
  const asked = (params.get('stations') ?? '').split(',').filter((id) => stations.some((one) => one.id === id));
  const chosen = asked.length > 0 ? asked : stations.slice(0, AT_FIRST).map(({ id }) => id);
  const measure = MEASURES.find((one) => one === params.get('of')) ?? 'AQI';
  const change = (name: string, value: string): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const calendars = useDayCalendars(chosen, span);
  const nameOf = (id: string): string => stations.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <Section
        title={
          <Select<string[]>
            mode="multiple"
            aria-label={t('monitoring.compare.choose')}
            className="station-choice"
            maxCount={MOST_STATIONS}
            value={chosen}
            onChange={(ids) => change('stations', ids.join(','))}
            showSearch={{ optionFilterProp: 'label' }}
            options={stations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        }
        extra={<Segmented options={[...MEASURES]} value={measure} onChange={(next) => change('of', next)} />}
      >
        <Answer
          query={calendars}
          empty={(found) => found.calendars.every((days) => days.length === 0)}
          emptyText={t('monitoring.noDays')}
          rows={8}
        >
          {(found) => <Curves names={found.stationIds.map(nameOf)} calendars={found.calendars} measure={measure} />}
        </Answer>
      </Section>
      <Section flush title={t('monitoring.compare.goodDays')} aside={t('monitoring.compare.goodDaysAside')}>
        <Answer query={calendars} empty={(found) => found.calendars.length === 0} emptyText={t('monitoring.noDays')}>
          {(found) => <GoodDayTable names={found.stationIds.map(nameOf)} calendars={found.calendars} />}
        </Answer>
      </Section>
    </>
  );
};

const VIEWS = ['stations', 'years', 'same-period', 'editions', 'ranking', 'external', 'dust'] as const;
type View = (typeof VIEWS)[number];

const StationsView = () => {
  const { t } = useTranslation();
  const stations = useStations();
  return (
    <Answer query={stations} empty={(items) => items.length === 0} emptyText={t('monitoring.now.noStations')} rows={8}>
      {(items) => <Compared stations={items} />}
    </Answer>
  );
};

const DRAWN: Readonly<Record<View, () => ReactNode>> = {
  stations: () => <StationsView />,
  years: () => <YearsView />,
  'same-period': () => <SamePeriodView />,
  editions: () => <EditionsView />,
  ranking: () => <RankingView />,
  external: () => (
    <>
      <ExternalView medium="air" />
      <ExternalAverages medium="air" />
    </>
  ),
  dust: () => <DustDays />,
};

/** Air beside other air: stations over a year, the same days of last year, other editions, and others' places. */
export const ComparePage = () => {
  const { t } = useTranslation();
  const { get, set } = useAddress();
  const view = VIEWS.find((one) => one === get('view')) ?? 'stations';
  return (
    <Page
      title={t('monitoring.compare.title')}
      lead={view === 'stations' ? t('monitoring.compare.lead') : null}
      extra={
        <>
          <SubPages />
          {view === 'stations' ? <YearChoice /> : null}
        </>
      }
    >
      <Segmented
        className="view-choice"
        aria-label={t('airComparison.view')}
        value={view}
        onChange={(next) => set('view', next)}
        options={VIEWS.map((value) => ({ value, label: t(`airComparison.views.${value}`) }))}
      />
      {DRAWN[view]()}
    </Page>
  );
};
