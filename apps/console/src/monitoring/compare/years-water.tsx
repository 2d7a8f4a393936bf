import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { Answer, Section } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { numeralOf } from '../waters/water-parts.js';
import { type SectionYears, useSectionYears } from './comparison-queries.js';
import { signed, tone } from './comparison-words.js';
import { useAddress } from './span-fields.js';
import { BackChoice, GapChoice, SubjectChoice, useBack, useGaps } from './years-choices.js';
import { YearsChart, YearsTable, type YearLine } from './years-chart.js';
import { inBrackets } from '../../texts/joined.js';
import { termText, unitText } from '../../reference/terms.js';

const CLASS = 'class';
const MONTHS = Array.from({ length: 12 }, (_, n) => n + 1);
const YEARS_BACK = 5;

const unitOfItem = (item: string): string => unitText(GB3838_2002.basic[item as 'do']?.unit ?? '');
const nameOfItem = (item: string): string => termText(GB3838_2002.basic[item as 'do']?.name ?? item);
/** Dissolved oxygen is the better the more there is; of pH and temperature neither way is. */
const toneOf = (item: string, change: string | null): string =>
  change === null || item === 'ph' || item === 'wt' ? '' : tone(Number(change), item !== 'do');

/** The months compared; from January to the present one of this year unless the address says otherwise. */
const usePeriod = (): { year: number; from: number; to: number } => {
  const today = usePlatformToday();
  const { get } = useAddress();
  const month = (name: string, otherwise: number): number =>
    MONTHS.find((one) => String(one) === get(name)) ?? otherwise;
  const from = month('fromMonth', 1);
  const asked = Number(get('year'));
  const thisYear = Number(today.slice(0, 4));
  return {
    year: Number.isInteger(asked) && asked > thisYear - YEARS_BACK && asked <= thisYear ? asked : thisYear,
    from,
    to: Math.max(from, month('toMonth', Number(today.slice(5, 7)))),
  };
};

const PeriodChoice = () => {
  const { t } = useTranslation();
  const { year, from, to } = usePeriod();
  const { set } = useAddress();
  const thisYear = Number(usePlatformToday().slice(0, 4));
  const months = MONTHS.map((n) => ({ value: n, label: t('years.month', { n }) }));
  return (
    <>
      <Select
        aria-label={t('years.year')}
        value={year}
        options={Array.from({ length: YEARS_BACK }, (_, n) => ({ value: thisYear - n, label: String(thisYear - n) }))}
        onChange={(next) => set('year', String(next))}
      />
      <Select
        aria-label={t('years.from')}
        value={from}
        options={months}
        onChange={(next) => set('fromMonth', String(next))}
      />
      <Select
        aria-label={t('years.to')}
        value={to}
        options={months.filter(({ value }) => value >= from)}
        onChange={(next) => set('toMonth', String(next))}
      />
    </>
  );
};

const useLines = ({ years, against }: SectionYears): YearLine[] => {
  const { t } = useTranslation();
  const [now] = years;
  if (!now) return [];
  const items = [...new Set(against.flatMap((one) => one.items.map(({ item }) => item)))];
  const rate = (one: SectionYears['years'][number]) => ({
    value: one.compliance.rate === null ? '–' : `${one.compliance.rate}%`,
    note: `${one.compliance.compliant}/${one.compliance.evaluated}`,
  });
  const classOf = (one: SectionYears['years'][number]) => ({
    value: one.waterClass === null ? '–' : numeralOf(one.waterClass),
    note: t('years.months', { n: one.counted.length }),
  });
  return [
    {
      name: t('years.meanClass'),
      cells: [
        classOf(now),
        ...years.slice(1).map((one, n) => ({ ...classOf(one), change: against[n]!.change ?? '–' })),
      ],
    },
    {
      name: t('years.rate'),
      cells: [
        rate(now),
        ...years.slice(1).map((one, n) => {
          const { ratePoints } = against[n]!;
          const points = ratePoints === null ? null : Number(ratePoints);
          return { ...rate(one), change: signed(points, t('years.points')), tone: tone(points, false) };
        }),
      ],
    },
    ...items.map((item) => ({
      name: nameOfItem(item),
      unit: unitOfItem(item),
      cells: [
        { value: now.means[item] ?? '–' },
        ...years.slice(1).map((one, n) => {
          const found = against[n]!.items.find((row) => row.item === item);
          const change = found?.change ?? null;
          const percent = found?.changePercent ?? null;
          return {
            value: one.means[item] ?? '–',
            change:
              change === null
                ? '–'
                : `${signed(Number(change))}${percent === null ? '' : `${inBrackets(signed(Number(percent), '%'))}`}`,
            tone: toneOf(item, change),
          };
        }),
      ],
    })),
  ];
};

const Figures = ({ found }: { readonly found: SectionYears }) => (
  <YearsTable years={found.years.map(({ year }) => String(year))} lines={useLines(found)} />
);

const Curves = ({ found, measure }: { readonly found: SectionYears; readonly measure: string }) => {
  const { t } = useTranslation();
  const isClass = measure === CLASS;
  const axis = useMemo(() => found.axis.map((month) => t('years.month', { n: Number(month) })), [found, t]);
  const rows = useMemo(
    () =>
      found.years.map(({ year, classes, values }) => ({
        year: String(year),
        values: isClass ? classes : (values[measure] ?? []).map((value) => (value === null ? null : Number(value))),
      })),
    [found, measure, isClass],
  );
  return (
    <YearsChart
      axis={axis}
      rows={rows}
      measure={isClass ? t('years.class') : nameOfItem(measure)}
      unit={isClass ? '' : unitOfItem(measure)}
      isClass={isClass}
      {...(isClass ? { textOf: numeralOf } : {})}
    />
  );
};

const isEmpty = ({ years }: SectionYears): boolean =>
  years.every(({ classes }) => classes.every((one) => one === null));

/** The same months of several years of a section. */
export const SectionYearsView = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const { get, set } = useAddress();
  const query = useSectionYears(id, usePeriod(), useBack(), useGaps());
  const items = [...new Set((query.data?.years ?? []).flatMap(({ values }) => Object.keys(values)))];
  const measure = items.find((one) => one === get('of')) ?? CLASS;
  const shared = { query, empty: isEmpty, emptyText: t('years.noMonths'), rows: 8 };
  return (
    <>
      <Section
        title={
          <span className="choices">
            <SubjectChoice />
            <PeriodChoice />
            <BackChoice />
          </span>
        }
        extra={<GapChoice words="gapsMonths" />}
      >
        {null}
      </Section>
      <Section
        title={t('years.curves')}
        aside={t('years.curvesWater')}
        extra={
          <Select
            aria-label={t('years.item')}
            style={{ minWidth: 160 }}
            value={measure}
            options={[CLASS, ...items].map((value) => ({
              value,
              label: value === CLASS ? t('years.class') : nameOfItem(value),
            }))}
            onChange={(next) => set('of', next)}
          />
        }
      >
        <Answer {...shared}>{(found) => <Curves found={found} measure={measure} />}</Answer>
      </Section>
      <Section flush title={t('years.table')} aside={t('years.tableWater')}>
        <Answer {...shared}>{(found) => <Figures found={found} />}</Answer>
      </Section>
    </>
  );
};
