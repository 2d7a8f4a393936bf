import type { EntityManager } from 'typeorm';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { DataState } from '#libs/contracts/shapes.js';
import { monthSpan, naturalDayOf, shanghaiDate, spanInstants } from '#libs/domain/calendar/shanghai.js';
import type { Inline, Line } from '#libs/documents/official-document.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { type Exceeding, exceedingOf, writtenSpan } from '../matter/matter-section.js';
import { type AirStandards, airStandards } from '../indicator/air-standards.js';
import { indicatorSeries, indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { weakestState } from '../rule/data-state.js';
import { evaluatedAreas } from '../rule/evaluated-areas.js';
import { namesFor } from '../rule/names.js';
import { type FigureSheet, figureFrom } from './paper.js';

/** Numbers of the month's air in the order of the paper: definition, how it is introduced, how it ends, what says by which standard it was made. */
const AIR = [
  { definition: 'air.area.month.good-day-rate', before: '优良天数比例', id: 'good-day-rate', by: 'goodDays' },
  {
    definition: 'air.area.month.valid-days',
    before: '（有效',
    after: '天）',
    label: '有效天数',
    id: 'valid-days',
    by: 'goodDays',
  },
  { definition: 'air.area.month.pm25', before: '，PM2.5平均浓度', id: 'pm25', by: 'concentrations' },
  { definition: 'air.area.month.pm10', before: '，PM10平均浓度', id: 'pm10', by: 'concentrations' },
  {
    definition: 'air.area.month.o3-p90',
    before: '，O3日最大8小时平均第90百分位数',
    id: 'o3-p90',
    by: 'concentrations',
  },
  { definition: 'air.area.month.composite-index', before: '，综合指数', id: 'composite-index', by: 'compositeIndex' },
] as const;

/** Standards are named for what is printed, in this order. */
const STANDARDS = ['goodDays', 'concentrations', 'compositeIndex'] as const;

const CLASSES = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', '劣Ⅴ'];

const joined = (parts: readonly (readonly Inline[])[], separator: string): Inline[] =>
  parts.flatMap((part, index) => (index === 0 ? [...part] : [separator, ...part]));

/** What a paper says of a medium, and how far that is confirmed; without numbers there is no state. */
interface EnvironmentText {
  readonly text: Line;
  readonly state: DataState | null;
  /** End of the time its numbers are about. */
  readonly until: Date | null;
}
const nothing = (text: string): EnvironmentText => ({ text, state: null, until: null });

/**
 * The air of every area in a month: good days, concentrations, composite index, each a figure. `until`: real last hour of
 * the stations where all of them fell silent before the cut-off; the figures then say that hour, not the month's end.
 */
export const airText = async (
  tx: EntityManager,
  cutoff: Date,
  until: Date | null,
  sheet: FigureSheet,
): Promise<Omit<EnvironmentText, 'until'>> => {
  const { areas, names } = await evaluatedAreas(tx);
  const numbers = new Map<string, StoredIndicator>();
  const states: DataState[] = [];
  const printed = new Set<keyof AirStandards>();
  for (const { definition } of AIR)
    for (const one of await indicatorsAt(tx, definition, cutoff)) numbers.set(`${definition} ${one.subject.id}`, one);
  const parts = areas.flatMap((area): Inline[][] => {
    const told = AIR.flatMap((one): Inline[] => {
      const indicator = numbers.get(`${one.definition} ${area}`);
      if (!indicator || !indicator.valid || indicator.value === null) return [];
      states.push(indicator.dataState);
      printed.add(one.by);
      const name = names.get(area) ?? area;
      const label = `${name}${'label' in one ? one.label : one.before.replace('，', '')}`;
      const after = 'after' in one ? one.after : indicator.unit;
      const figure = figureFrom(`air-${area}-${one.id}`, label, indicator);
      return [one.before, sheet.print({ ...figure, cutoff: (until ?? indicator.period.end).toISOString() }, after)];
    });
    return told.length > 0 ? [[names.get(area) ?? area, ...told]] : [];
  });
  const standards = airStandards([...numbers.values()][0]?.edition ?? '');
  const by = standards
    ? [
        `。${STANDARDS.filter((what) => printed.has(what))
          .map((what) => standards[what])
          .join('，')}`,
      ]
    : [];
  return parts.length > 0
    ? { text: [...joined(parts, '；'), ...by], state: weakestState(states) }
    : nothing('本月没有满足统计要求的环境空气数据');
};

/** `，高锰酸盐指数均值6.1mg/L、超标0.02倍，溶解氧均值4.0mg/L`: the items by which a week was beyond its target, each a figure. */
const itemsText = (
  week: StoredIndicator,
  items: readonly Exceeding[],
  of: { readonly id: string; readonly label: string },
  sheet: FigureSheet,
): Inline[] =>
  items.flatMap(({ name, unit, mean, multiple }, place): Inline[] => {
    const print = (what: 'mean' | 'multiple', label: string, value: string, by: string): Inline =>
      sheet.print(figureFrom(`${of.id}-${what}-${place + 1}`, `${of.label}${name}${label}`, week, value, by));
    return [
      `，${name}`,
      ...(mean === null ? [] : ['均值', print('mean', '均值', mean, unit)]),
      ...(multiple === null ? [] : [`${mean === null ? '' : '、'}超标`, print('multiple', '超标倍数', multiple, '倍')]),
    ];
  });

/** A week of the sections: how many are of a good class, and which are beyond their target. */
const weekText = async (
  tx: EntityManager,
  good: StoredIndicator,
  targets: ReadonlyMap<string, number | null>,
  sheet: FigureSheet,
): Promise<{ readonly text: Inline[]; readonly states: readonly DataState[] }> => {
  const { label, start, end } = good.period;
  const classes = (await indicatorsAt(tx, 'water.section.week.class', end)).filter(({ valid }) => valid);
  const names = await namesFor(tx, { subjects: classes.map(({ subject }) => subject) });
  const failing = classes.filter(({ subject, value }) => {
    const target = targets.get(subject.id);
    return value !== null && typeof target === 'number' && Number(value) > target;
  });
  const told = failing.map((one): Inline[] => {
    const name = names.subject(one.subject);
    const written = CLASSES[Number(one.value) - 1] ?? one.value;
    const of = { id: `section-${one.subject.id}-${label}`, label: `${name}第${label.slice(-2)}周` };
    const figure = figureFrom(of.id, `${of.label}水质类别`, one, written, '类');
    return [`${name}（`, sheet.print(figure), '）', ...itemsText(one, exceedingOf(one), of, sheet)];
  });
  return {
    text: [
      `${label.replace('-W', '年第')}周（${writtenSpan(shanghaiDate(start), naturalDayOf(end))}）评价断面${classes.length}个，达到或优于Ⅲ类`,
      sheet.print(figureFrom(`good-sections-${label}`, `第${label.slice(-2)}周达到或优于Ⅲ类断面数`, good)),
      ...(told.length === 0 ? ['，无断面超过目标类别'] : ['，超过目标类别的断面：', ...joined(told, '；')]),
    ],
    states: [good, ...classes].map(({ dataState }) => dataState),
  };
};

/** A month has no more weeks than this. */
const MOST_WEEKS = 6;

/** The water of every week that ended in the month and was evaluated, the earliest first. */
export const waterText = async (tx: EntityManager, month: string, sheet: FigureSheet): Promise<EnvironmentText> => {
  const { start, end } = spanInstants(monthSpan(month));
  const network = { kind: 'network' as const, id: 'water' };
  const span = { after: start, until: end, limit: MOST_WEEKS };
  const weeks = (await indicatorSeries(tx, 'water.network.week.good-sections', network, span))
    .filter(({ valid, value }) => valid && value !== null)
    .toReversed();
  const last = weeks.at(-1);
  if (!last) return nothing('本月无水质周评价数据');
  const targets = new Map(
    (await allReferences(tx, MonitoredSubjectState)).map(({ id, water }) => [id, water?.target ?? null]),
  );
  const told = await inOrder(weeks, (week) => weekText(tx, week, targets, sheet));
  return {
    text: joined(
      told.map(({ text }) => text),
      '。',
    ),
    state: weakestState(told.flatMap(({ states }) => states)),
    until: last.period.end,
  };
};
