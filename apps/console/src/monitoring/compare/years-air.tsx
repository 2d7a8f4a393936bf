import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataStateMark } from '../../marks/cutoff.js';
import { editionName } from '../edition-name.js';
import { Answer, Section } from '../../shell/parts.js';
import { POLLUTANTS, unitOf, type Pollutant } from '../monitoring-queries.js';
import { type AirYears, useAirYears } from './comparison-queries.js';
import { isAssessed, signed, tone } from './comparison-words.js';
import { DustPapers } from './dust-papers.js';
import { SpanFields, useAddress, useSpan } from './span-fields.js';
import { BackChoice, GapChoice, SubjectChoice, useBack, useGaps, type YearsSubject } from './years-choices.js';
import { YearsChart, YearsTable, type YearLine } from './years-chart.js';
import { inBrackets, semicolon } from '../../texts/joined.js';

const MEASURES = ['AQI', ...POLLUTANTS] as const;
type Measure = (typeof MEASURES)[number];

/** A span over the turn of a year is named by both. */
const nameOf = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : `${from.slice(0, 4)}–${to.slice(0, 4)}`;

const useLines = (found: AirYears): YearLine[] => {
  const { t } = useTranslation();
  const days = t('airComparison.dayUnit');
  const first = found.against[0];
  if (!first) return [];
  const line = (
    name: string,
    unit: string,
    now: { value: string; note?: string },
    each: (one: AirYears['against'][number]) => YearLine['cells'][number],
  ): YearLine => ({ name, unit, cells: [now, ...found.against.map(each)] });
  const tally = first.days.current;
  const dayLine = (name: 'goodDays' | 'heavyDays', isLowerBetter: boolean): YearLine =>
    line(
      t(`years.${name}`),
      '',
      { value: String(tally[name] ?? '–'), note: `/${tally.evaluatedDays}${days}` },
      ({ days: { earlier, goodDaysChange, heavyDaysChange } }) => {
        const change = name === 'goodDays' ? goodDaysChange : heavyDaysChange;
        return earlier.evaluatedDays === 0
          ? { value: '–' }
          : {
              value: String(earlier[name] ?? '–'),
              note: `/${earlier.evaluatedDays}${days}`,
              change: signed(change, days),
              tone: tone(change, isLowerBetter),
            };
      },
    );
  return [
    ...POLLUTANTS.map((pollutant) => {
      const of = (one: AirYears['against'][number]) =>
        one.concentrations.find((row) => row.pollutant === pollutant && isAssessed(row))!;
      const now = of(first);
      return line(
        pollutant,
        `${unitOf(pollutant)} ${t(`airComparison.${now.statistic}`)}`,
        { value: String(now.current ?? '–'), note: t('years.days', { n: now.currentDays }) },
        (one) => {
          const { earlier, earlierDays, change, changePercent } = of(one);
          return {
            value: String(earlier ?? '–'),
            note: t('years.days', { n: earlierDays }),
            change: change === null ? '–' : `${signed(change)}${inBrackets(signed(changePercent, '%'))}`,
            tone: tone(change),
          };
        },
      );
    }),
    line(
      t('years.composite'),
      '',
      { value: first.composite.current?.toFixed(2) ?? '–' },
      ({ composite: { earlier, change, changePercent } }) => ({
        value: earlier?.toFixed(2) ?? '–',
        change: change === null ? '–' : `${signed(change)}${inBrackets(signed(changePercent, '%'))}`,
        tone: tone(change),
      }),
    ),
    dayLine('goodDays', false),
    line(
      t('years.goodShare'),
      '',
      { value: tally.goodDayPercent === null ? '–' : `${tally.goodDayPercent}%` },
      ({ days: { earlier, goodDayPercentChange } }) => ({
        value: earlier.goodDayPercent === null ? '–' : `${earlier.goodDayPercent}%`,
        change: signed(goodDayPercentChange, t('years.points')),
        tone: tone(goodDayPercentChange, false),
      }),
    ),
    dayLine('heavyDays', true),
  ];
};

const Figures = ({ found }: { readonly found: AirYears }) => (
  <YearsTable years={found.years.map(nameOf)} lines={useLines(found)} />
);

const Curves = ({ found, measure }: { readonly found: AirYears; readonly measure: Measure }) => {
  const rows = useMemo(
    () =>
      found.years.map((year) => ({
        year: nameOf(year),
        values: measure === 'AQI' ? year.aqi : (year.values[measure] ?? []),
      })),
    [found, measure],
  );
  return (
    <YearsChart
      axis={found.axis}
      rows={rows}
      measure={measure}
      unit={measure === 'AQI' ? '' : unitOf(measure as Pollutant)}
    />
  );
};

const isEmpty = ({ years }: AirYears): boolean =>
  years.every(({ aqi, values }) => [aqi, ...Object.values(values)].every((row) => row.every((one) => one === null)));

/** The same days of several years, of an area or a station. */
export const AirYearsView = ({
  subject,
}: {
  readonly subject: YearsSubject & { readonly kind: 'area' | 'station' };
}) => {
  const { t } = useTranslation();
  const { get, set } = useAddress();
  const measure = MEASURES.find((one) => one === get('of')) ?? 'AQI';
  const query = useAirYears(subject, useSpan(), useBack(), useGaps());
  const { data } = query;
  const shared = { query, empty: isEmpty, emptyText: t('years.noDays'), rows: 8 };
  return (
    <>
      <Section
        title={
          <span className="choices">
            <SubjectChoice />
            <SpanFields />
            <BackChoice />
          </span>
        }
        extra={<GapChoice words="gaps" />}
      >
        {data ? (
          <p className="aside">
            {data.years.map(({ from, to, dataState }, n) => (
              <span key={from}>
                {`${n > 0 ? ' / ' : ''}${from} – ${to}`} {dataState ? <DataStateMark state={dataState} /> : null}
              </span>
            ))}
            {semicolon()}
            {t('years.basis', {
              edition: editionName(data.basis.edition),
              gaps: t(`years.gaps.${data.basis.gaps === 'COMMON_DAYS' ? 'common' : 'own'}`),
              leap: t(`airComparison.leap.${data.basis.leapDay === 'KEEP' ? 'KEEP' : 'DROP'}`),
              dust: data.years.every(({ dustDays }) => dustDays === 0)
                ? t('dustDays.basisNone')
                : t('dustDays.basisYears', {
                    years: data.years
                      .map(({ to, dustDays }) => t('dustDays.yearOf', { year: to.slice(0, 4), n: dustDays }))
                      .join(t('states.comma')),
                  }),
            })}{' '}
            <DustPapers ids={data.years.flatMap(({ dustRecognitions }) => dustRecognitions)} />
          </p>
        ) : null}
      </Section>
      <Section
        title={t('years.curves')}
        aside={t('years.curvesAir')}
        extra={<Segmented options={[...MEASURES]} value={measure} onChange={(next) => set('of', next)} />}
      >
        <Answer {...shared}>{(found) => <Curves found={found} measure={measure} />}</Answer>
      </Section>
      <Section flush title={t('years.table')} aside={t('years.tableAir')}>
        <Answer {...shared}>{(found) => <Figures found={found} />}</Answer>
      </Section>
    </>
  );
};
