import type { EntityManager } from 'typeorm';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { type CivilDate, naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { FigureState, Inline } from '#libs/documents/official-document.js';
import { findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { indicatorsOfPeriods, type StoredIndicator } from '../indicator/indicator.store.js';
import { subjectName } from '../rule/subject.js';
import type { WarningRow } from '../warning/warning.store.js';
import { type ActFigure, figureText } from '../paper/figure.js';
import { countedPeriods } from './counted-periods.js';
import type { Matter } from './matter.js';
import { plainUnits } from './matter-plain.js';

/** Classes of GB 3838-2002 by number; six stands for worse than class V. */
const CLASS_NAMES = ['', 'Ⅰ类', 'Ⅱ类', 'Ⅲ类', 'Ⅳ类', 'Ⅴ类', '劣Ⅴ类'] as const;
export const className = (value: string | number): string => CLASS_NAMES[Number(value)] ?? `${value}类`;

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

export interface Exceeding {
  readonly name: string;
  readonly unit: string;
  readonly mean: string | null;
  /** Times beyond the limit of the target; dissolved oxygen and pH have none. */
  readonly multiple: string | null;
}

/** A week's failing items, published as `高锰酸盐指数(0.02)` or `溶解氧`, each with the mean it was judged by. */
export const exceedingOf = (week: StoredIndicator): Exceeding[] => {
  const means = (week.details['means'] ?? {}) as Readonly<Record<string, unknown>>;
  return textList(week.details['exceeding']).map((text) => {
    const [, name = text, multiple = null] = /^(.+?)(?:\((.+)\))?$/.exec(text) ?? [];
    const item = Object.values(GB3838_2002.basic).find((one) => one.name === name);
    const mean = item && means[item.item];
    return { name, unit: item?.unit ?? '', mean: typeof mean === 'string' ? mean : null, multiple };
  });
};

/** `《地表水环境质量标准》（GB 3838-2002）`, by which the classes are told. */
const STANDARD = GB3838_2002.title.replace(/^(\S+ \S+) (.+)$/, '《$2》（$1）');

/** `（高锰酸盐指数均值6.1mg/L，超标0.02倍；溶解氧均值4.0mg/L）`, empty where nothing is told. */
const inBrackets = (parts: readonly (readonly Inline[])[]): Inline[] =>
  parts.length === 0
    ? []
    : ['（', ...parts.flatMap((part, index) => (index === 0 ? [...part] : ['；', ...part])), '）'];

/** `2026年7月20日至26日`, or with the month where it changes. */
export const writtenSpan = (from: CivilDate, to: CivilDate): string => {
  const end = from.slice(0, 7) === to.slice(0, 7) ? `${Number(to.slice(8))}日` : writtenDate(to).replace(/^\d+年/, '');
  return `${writtenDate(from)}至${end}`;
};

/** A section beyond its target weeks running: the class of each of those weeks beside the target. */
export const sectionMatter = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<Matter | null> => {
  const rule = pack.rules.find(({ id, version }) => id === warning.ruleId && version === warning.ruleVersion);
  if (!rule?.definition) return null;
  // A week without a class between them says nothing, and has been left out of the count.
  const weeks = (await indicatorsOfPeriods(tx, rule.definition, warning.subject, countedPeriods(warning))).filter(
    (week): week is StoredIndicator & { value: string } =>
      week.valid && week.value !== null && week.period.end <= until,
  );
  const latest = weeks.at(-1);
  if (!latest) return null;
  const target = latest.details['target'] ?? latest.details['limit'] ?? warning.details['limit'];
  if (typeof target !== 'number' && typeof target !== 'string') return null;
  const who = await subjectName(tx, warning.subject);
  const aim = className(target);
  const spanOf = (week: StoredIndicator): string =>
    writtenSpan(shanghaiDate(week.period.start), naturalDayOf(week.period.end));
  const figure = (
    id: string,
    label: string,
    value: string,
    week: StoredIndicator,
    { unit = '', state = week.dataState as FigureState } = {},
  ): ActFigure => ({
    id,
    label,
    definition: rule.definition!,
    parameters: { subject: week.subject.id, period: week.period.label },
    cutoff: week.period.end.toISOString(),
    value,
    unit,
    state,
    source: { service: 'accountability', kind: 'indicator', id: week.id, version: week.revision },
    revision: week.revision,
  });
  const paper = (await findReference(tx, MonitoredSubjectState, warning.subject.id))?.water?.basis;
  const goal = figure('target', `${who}水质目标${paper ? `（${paper}）` : ''}`, aim, latest, { state: 'planned' });
  const classes = weeks.map((week, index) => ({
    week,
    span: spanOf(week),
    figure: figure(`week-${index + 1}`, `${who}，${spanOf(week)}水质类别`, className(week.value), week),
    items: exceedingOf(week).map(({ name, unit, mean, multiple }, place) => {
      const of = (id: string, label: string, value: string | null, by: string): ActFigure | null =>
        value === null
          ? null
          : figure(`week-${index + 1}-${id}-${place + 1}`, `${who}，${spanOf(week)}${name}${label}`, value, week, {
              unit: by,
            });
      return {
        name,
        mean: of('mean', '均值', mean, unit),
        multiple: of('multiple', `超标倍数（对照${aim}限值）`, multiple, '倍'),
      };
    }),
  }));
  const facts: Inline[] = [
    `${who}水质连续${warning.count}周未达到`,
    figureText(goal),
    `目标（${paper ? `${paper}；` : ''}按${STANDARD}评价）：`,
  ];
  classes.forEach((one, index) => {
    facts.push(`${index === 0 ? '' : '，'}${one.span}为`, figureText(one.figure));
    facts.push(
      ...inBrackets(
        one.items.map(({ name, mean, multiple }): Inline[] => [
          name,
          ...(mean ? ['均值', figureText(mean)] : []),
          ...(multiple ? [`${mean ? '，' : ''}超标`, figureText(multiple)] : []),
        ]),
      ),
    );
  });
  const shortfall = ({ items }: (typeof classes)[number]): string =>
    items.length > 0
      ? `超标项目：${items
          .map(({ name, mean, multiple }) => {
            const told = [
              ...(mean ? [`均值${mean.value}${mean.unit}`] : []),
              ...(multiple ? [`超标${multiple.value}倍`] : []),
            ];
            return told.length > 0 ? `${name}（${told.join('，')}）` : name;
          })
          .join('、')}`
      : '未达标';
  return {
    title: `${who}水质连续${warning.count}周未达标`,
    short: `${who}水质连续${warning.count}周未达标`,
    no: null,
    cause: `section/${warning.subject.id}`,
    sourceName: '地表水断面监测',
    deadline: null,
    periodName: writtenSpan(shanghaiDate(weeks[0]!.period.start), naturalDayOf(latest.period.end)),
    cutoff: latest.period.end,
    facts,
    brief: `水质连续${warning.count}周未达到${aim}目标`,
    reason: `${who}水质连续${warning.count}周未达到${aim}目标`,
    comparisons: classes.map((one) => ({
      item: `${one.span}水质类别`,
      planned: figureText(goal),
      actual: figureText(one.figure),
      gap: shortfall(one),
    })),
    dataState: latest.dataState,
    problems: classes.map((one) => ({
      number: warning.subject.id,
      text: `${who}，${one.span}水质为${one.figure.value}`,
      sourceName: '地表水断面监测',
      deadline: '—',
      planned: aim,
      actual: one.figure.value,
      shortfall: shortfall(one),
    })),
    demands: [`开展${who}上游排口、支流溯源排查，查明超标原因`, `落实治理措施，使${who}水质达到${aim}`],
    units: await plainUnits(tx, pack, warning, until),
    figures: [
      goal,
      ...classes.flatMap((one) => [
        one.figure,
        ...one.items.flatMap(({ mean, multiple }) => [mean, multiple].filter((figure) => figure !== null)),
      ]),
    ],
    references: weeks.map(({ id, revision }) => ({
      service: 'accountability',
      kind: 'indicator',
      id,
      version: revision,
    })),
  };
};
