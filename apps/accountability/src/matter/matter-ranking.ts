import type { EntityManager } from 'typeorm';
import { exactly } from '#libs/domain/assessment/percentage.js';
import type { Inline } from '#libs/documents/official-document.js';
import { monthSpan, naturalDayOf, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { decidedPoints } from '../assessment/evaluation-point.js';
import { airStandards } from '../indicator/air-standards.js';
import { indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { weakestState } from '../rule/data-state.js';
import { currentAssessment } from '../assessment/assessment.store.js';
import { SERVICE } from '../service-name.js';
import { evaluatedAreas } from '../rule/evaluated-areas.js';
import { subjectName } from '../rule/subject.js';
import type { WarningRow } from '../warning/warning.store.js';
import { type ActFigure, figureText } from '../paper/figure.js';
import { countedPeriods } from './counted-periods.js';
import type { Matter } from './matter.js';
import { plainUnits } from './matter-plain.js';
import { indicatorNames } from '../paper/source-number.js';

/** What an index is made of, in the order of the paper. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'air.area.month.composite-index': ['pm25', 'pm10', 'so2', 'no2', 'co-p95', 'o3-p90'].map(
    (part) => `air.area.month.${part}`,
  ),
};

const MONTH = /^(\d{4})-(\d{2})$/;

/** `2026-05` → `2026年5月`. */
export const writtenMonth = (label: string): string => {
  const [, year, month] = MONTH.exec(label) ?? [];
  return year && month ? `${year}年${Number(month)}月` : label;
};

interface Ranked extends StoredIndicator {
  readonly value: string;
}
interface Standing {
  readonly label: string;
  readonly own: Ranked;
  /** What its own number is made of. */
  readonly parts: readonly Ranked[];
  readonly best: Ranked;
  readonly place: number;
  readonly ranked: number;
  /** The ranking of the month, which names everybody's place; null where none has been made. */
  readonly ranking: ActFigure['source'] | null;
  /** `甲区（PM10有效天数23天，少于27天）`. */
  readonly unranked: readonly string[];
  /** How the stations were decided its own number once waited for. */
  readonly points: readonly string[];
}

/** Where the subject stood in a month, among whom, and who was left out; null where it has no valid number itself. */
const standingIn = async (
  tx: EntityManager,
  pack: Pack,
  definition: string,
  warning: WarningRow,
  label: string,
  until: Date,
  isLowerBetter: boolean,
): Promise<Standing | null> => {
  const end = label === warning.period.label ? warning.period.end : spanInstants(monthSpan(label)).end;
  const known = (await indicatorsAt(tx, definition, end)).filter(
    ({ subject, occurredAt }) => subject.kind === warning.subject.kind && occurredAt <= until,
  );
  const valid = known.filter((one): one is Ranked => one.valid && one.value !== null);
  const own = valid.find(({ subject }) => subject.id === warning.subject.id);
  if (!own) return null;
  const parts = await inOrder(PARTS[definition] ?? [], async (part) =>
    (await indicatorsAt(tx, part, end)).find(
      ({ subject, occurredAt }) => subject.id === warning.subject.id && occurredAt <= until,
    ),
  );
  const sign = (a: string, b: string): number => exactly(a).cmp(exactly(b)) * (isLowerBetter ? 1 : -1);
  const isRanked = new Set(valid.map(({ subject }) => subject.id));
  const reasons = new Map(known.map(({ subject, invalidReason }) => [subject.id, invalidReason]));
  const compared = warning.subject.kind === 'area' ? (await evaluatedAreas(tx)).areas : [...reasons.keys()];
  const scheme = inForce(pack.assessments, naturalDayOf(end)).find(
    (one) => one.indicator === definition && one.period === own.period.kind,
  );
  const assessment = scheme ? await currentAssessment(tx, scheme.id, label) : null;
  const out = [...new Set([...compared, ...reasons.keys()])].filter((id) => !isRanked.has(id)).sort();
  return {
    label,
    own,
    parts: parts.filter((one): one is Ranked => one !== undefined && one.valid && one.value !== null),
    best: [...valid].sort((a, b) => sign(a.value, b.value))[0]!,
    place: 1 + valid.filter(({ value }) => sign(value, own.value) < 0).length,
    ranked: valid.length,
    ranking: assessment
      ? { service: SERVICE, kind: 'assessment', id: assessment.assessmentId, version: assessment.revision }
      : null,
    unranked: await inOrder(
      out,
      async (id) =>
        `${await subjectName(tx, { kind: warning.subject.kind, id })}（${reasons.get(id) ?? '本期无数据'}）`,
    ),
    points: await decidedPoints(tx, own),
  };
};

/** What stands beside a place: who was not ranked and why, and the paper on which a contested station counts. */
const besides = ({ unranked, points }: Standing): string[] => [
  ...(unranked.length > 0 ? [`不参加排名：${unranked.join('、')}`] : []),
  ...points,
];

/**
 * The last place of a ranking: the own value and place beside the best of those ranked, for each of the months running
 * that are the cause, with who was not ranked and why.
 */
export const rankingMatter = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<Matter | null> => {
  const rule = pack.rules.find(({ id, version }) => id === warning.ruleId && version === warning.ruleVersion);
  const definition = rule?.definition;
  if (!definition) return null;
  const day = naturalDayOf(warning.period.end);
  const named = inForce(pack.indicators, day).find(({ id }) => id === definition);
  const isLowerBetter = named?.direction !== 'higher';
  const standings = (
    await inOrder(countedPeriods(warning), (label) =>
      standingIn(tx, pack, definition, warning, label, until, isLowerBetter),
    )
  ).filter((one) => one !== null);
  const latest = standings.at(-1);
  if (latest?.label !== warning.period.label) return null;
  const name = named?.name.zh ?? definition;
  const nameOf = indicatorNames(pack);
  const standards = airStandards(latest.own.edition);
  const who = await subjectName(tx, warning.subject);

  const figure = (
    id: string,
    label: string,
    value: string,
    unit: string,
    from: StoredIndicator,
    source: ActFigure['source'] | null = null,
  ): ActFigure => ({
    id: from.period.label === latest.label ? id : `${id}-${from.period.label}`,
    label,
    definition: from.definition,
    parameters: { subject: from.subject.id, period: from.period.label },
    cutoff: from.period.end.toISOString(),
    value,
    unit,
    state: from.dataState,
    source: source ?? { service: SERVICE, kind: 'indicator', id: from.id, version: from.revision },
    revision: from.revision,
  });
  const months = standings.map((standing) => {
    const { own, best } = standing;
    const period = writtenMonth(standing.label);
    return {
      ...standing,
      period,
      value: figure('value', `${who}${period}${name}`, own.value, own.unit, own),
      parts: standing.parts.map((one) =>
        figure(one.definition, `${who}${period}${nameOf(one.definition)}`, one.value, one.unit, one),
      ),
      first: figure('best', `${period}${name}首位值`, best.value, best.unit, best, standing.ranking),
      rank: figure('rank', `${who}${period}${name}名次`, String(standing.place), '', own, standing.ranking),
      ofHowMany: figure('ranked', `${period}参加排名单位数`, String(standing.ranked), '', own, standing.ranking),
      gap: exactly(own.value).minus(exactly(best.value)).abs().toFixed(),
      besides: besides(standing),
    };
  });
  const running = warning.count > 1 ? `连续${warning.count}个月` : '';
  const facts = months.flatMap((one, index): Inline[] => [
    `${index === 0 ? '' : '；'}${one.period}${who}${name}为`,
    figureText(one.value),
    '，在',
    figureText(one.ofHowMany, '个'),
    '参加排名的单位中列第',
    figureText(one.rank, '位'),
    `（末位）${one.besides.map((text) => `，${text}`).join('')}`,
    ...one.parts.flatMap((part, at): Inline[] => [
      `${at === 0 ? '，其中' : '、'}${nameOf(part.definition)}`,
      figureText(part),
    ]),
  ]);
  const madeOf = (parts: readonly ActFigure[]): string[] =>
    parts.length === 0
      ? []
      : [`其中${parts.map(({ definition: id, value, unit }) => `${nameOf(id)}${value}${unit}`).join('、')}`];
  const by = standards ? `（${standards.compositeIndex}，${standards.concentrations}）` : '';
  return {
    title: `${name}排名末位`,
    short: `${name}${running}排名末位`,
    no: null,
    cause: `ranking/${warning.unitIds[0] ?? warning.subject.id}`,
    sourceName: '环境质量月度排名',
    deadline: null,
    periodName: months.map(({ period }) => period).join('、'),
    cutoff: latest.own.period.end,
    facts: [...facts, ...(running === '' ? [] : [`；${running}排名末位`]), ...(by === '' ? [] : [by])],
    brief: `${name}列第${latest.place}位（末位）`,
    reason: `${who}${name}${running}排名末位`,
    comparisons: months.flatMap((one) => [
      {
        item: `${one.period}${name}`,
        planned: figureText(one.first, '（参照值，首位）'),
        actual: figureText(one.value),
        gap: [`与首位相差${one.gap}`, ...one.points].join('；'),
      },
      {
        item: `${one.period}排名`,
        planned: figureText(one.ofHowMany, '个单位参加排名'),
        actual: figureText(one.rank, '位'),
        gap: ['末位', ...(one.unranked.length > 0 ? [`不参加排名：${one.unranked.join('、')}`] : [])].join('；'),
      },
    ]),
    dataState: weakestState(standings.flatMap(({ own, parts }) => [own, ...parts].map(({ dataState }) => dataState))),
    problems: months.map((one, index) => ({
      number: String(index + 1),
      text: `${[`${one.period}${name}${one.own.value}，列第${one.place}位`, ...one.besides, ...madeOf(one.parts)].join('；')}${index === 0 ? by : ''}`,
      sourceName: '环境质量月度排名',
      // A ranking sets neither a deadline nor a target: the columns say what stands in their place.
      deadline: `—（考核时段${one.period}）`,
      planned: `${one.best.value}（参照值，首位）`,
      actual: one.own.value,
      shortfall: `末位，与首位相差${one.gap}`,
    })),
    demands: ['分析主要污染物短板，制定并落实改善措施'],
    units: await plainUnits(tx, pack, warning, until),
    figures: months.flatMap(({ value, parts, first, rank, ofHowMany }) => [value, ...parts, first, rank, ofHowMany]),
    references: standings.flatMap(({ own, parts, best }) =>
      [own, ...parts, best].map(({ id, revision }) => ({
        service: 'accountability',
        kind: 'indicator',
        id,
        version: revision,
      })),
    ),
  };
};
