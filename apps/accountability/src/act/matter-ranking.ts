import type { EntityManager } from 'typeorm';
import { exactly } from '#libs/domain/assessment/percentage.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { subjectName } from '../rule/subject.js';
import type { WarningRow } from '../warning/warning.store.js';
import { type ActFigure, figureText } from './figure.js';
import type { Matter } from './matter.js';
import { plainUnits } from './matter-plain.js';

/** `2026-05` → `2026年5月`. */
export const writtenMonth = (label: string): string => {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(label) ?? [];
  return year && month ? `${year}年${Number(month)}月` : label;
};

/** The last place of a ranking: the own value and place beside the best of those ranked. */
export const rankingMatter = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<Matter | null> => {
  const rule = pack.rules.find(({ id, version }) => id === warning.ruleId && version === warning.ruleVersion);
  const definition = rule?.definition;
  if (!definition) return null;
  const all = (await indicatorsAt(tx, definition, warning.period.end)).filter(
    (one): one is StoredIndicator & { value: string } =>
      one.valid && one.value !== null && one.subject.kind === warning.subject.kind && one.occurredAt <= until,
  );
  const own = all.find(({ subject }) => subject.id === warning.subject.id);
  if (!own) return null;
  const day = naturalDayOf(warning.period.end);
  const named = inForce(pack.indicators, day).find(({ id }) => id === definition);
  const isLowerBetter = named?.direction !== 'higher';
  const sign = (a: string, b: string): number => exactly(a).cmp(exactly(b)) * (isLowerBetter ? 1 : -1);
  const ranked = [...all].sort((a, b) => sign(a.value, b.value));
  const place = 1 + ranked.filter(({ value }) => sign(value, own.value) < 0).length;
  const best = ranked[0]!;
  const name = named?.name.zh ?? definition;
  const who = await subjectName(tx, warning.subject);
  const period = writtenMonth(warning.period.label);

  const figure = (id: string, label: string, value: string, unit: string, from: StoredIndicator): ActFigure => ({
    id,
    label,
    definition,
    parameters: { subject: from.subject.id, period: from.period.label },
    cutoff: from.period.end.toISOString(),
    value,
    unit,
    state: from.dataState,
    source: { service: 'accountability', kind: 'indicator', id: from.id, version: from.revision },
    revision: from.revision,
  });
  const value = figure('value', `${who}${period}${name}`, own.value, own.unit, own);
  const first = figure('best', `${period}${name}首位值`, best.value, best.unit, best);
  const rank = figure('rank', `${who}${period}${name}名次`, String(place), '', own);
  const ofHowMany = figure('ranked', `${period}参加排名单位数`, String(ranked.length), '', own);
  const gap = exactly(own.value).minus(exactly(best.value)).abs();
  const running = warning.count > 1 ? `，连续${warning.count}个月排名末位` : '';
  return {
    title: `${name}排名末位`,
    short: `${name}${warning.count > 1 ? `连续${warning.count}个月` : ''}排名末位`,
    no: null,
    cause: `ranking/${warning.unitIds[0] ?? warning.subject.id}`,
    sourceName: '环境质量月度排名',
    deadline: null,
    periodName: period,
    cutoff: own.period.end,
    facts: [
      `${period}${who}${name}为`,
      figureText(value),
      '，在',
      figureText(ofHowMany, '个'),
      '参加排名的单位中列第',
      figureText(rank, '位'),
      `（末位）${running}`,
    ],
    brief: `${name}列第${place}位（末位）`,
    reason: `${who}${name}${warning.count > 1 ? `连续${warning.count}个月` : ''}排名末位`,
    comparisons: [
      {
        item: `${period}${name}`,
        planned: figureText(first, '（首位值）'),
        actual: figureText(value),
        gap: `与首位相差${gap.toFixed()}`,
      },
      {
        item: `${period}排名`,
        planned: figureText(ofHowMany, '个单位参加排名'),
        actual: figureText(rank, '位'),
        gap: '末位',
      },
    ],
    dataState: own.dataState,
    problems: [
      {
        number: '1',
        text: `${period}${name}${own.value}，列第${place}位`,
        sourceName: '环境质量月度排名',
        deadline: writtenDate(day),
        planned: `${best.value}（首位值）`,
        actual: own.value,
        shortfall: `末位，与首位相差${gap.toFixed()}`,
      },
    ],
    demands: ['分析主要污染物短板，制定并落实改善措施'],
    units: await plainUnits(tx, pack, warning, until),
    figures: [value, first, rank, ofHowMany],
    references: [own, best].map(({ id, revision }) => ({
      service: 'accountability',
      kind: 'indicator',
      id,
      version: revision,
    })),
  };
};
