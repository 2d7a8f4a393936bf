import type { EntityManager } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';
import { rankChange } from '#libs/domain/assessment/ranking.js';
import type { TemplateValues } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';
import { type ActFigure } from '../act/figure.js';
import { type Assessment, assessmentsUpTo } from '../assessment/assessment.store.js';
import { rankingRow } from '../assessment/assessment.view.js';
import { findIndicator } from '../indicator/indicator.store.js';
import { namesFor } from '../rule/names.js';
import type { Bulletin } from './bulletin.store.js';
import { airText, waterText } from './environment-text.js';
import { definitionOf, figureFrom, type FigureSheet, figureSheet } from './paper.js';
import { fundingValues, ledgerValues } from './work-values.js';

/** A bulletin ready to be drafted: what its template is filled with, and every number in it. */
export interface BulletinPaper {
  readonly values: TemplateValues;
  readonly figures: readonly ActFigure[];
  readonly basis: Basis;
}

/** Shortest wording where the district has nothing to say yet; the drafter edits it before approval. */
const WORDS = {
  addressees: '各责任单位',
  comparison: '无上年同期数据',
  special: '本期无专项工作统计数据',
  rule: '指数由低到高排列，数值相同的并列，有效数据不足的不参加排名',
  next: '各责任单位对照滞后任务清单逐项整改，按周报送进展',
  provisional: '暂定，待评价点位认定后确认',
  noRanking: '有效数据不足',
} as const;

/** Places gained or lost against the month before, in words. */
const changeText = (change: number | null): string =>
  change === null ? '—' : change === 0 ? '持平' : change > 0 ? `上升${change}位` : `下降${-change}位`;

const rankingValues = async (
  tx: EntityManager,
  pack: Pack,
  indicator: string,
  assessment: Assessment,
  sheet: FigureSheet,
): Promise<TemplateValues> => {
  const [, before] = await assessmentsUpTo(tx, assessment.scheme, assessment.period.end, 2);
  const names = await namesFor(tx, { areas: assessment.rows.map(({ subject }) => subject.id) });
  const { name } = definitionOf(pack.indicators, indicator);
  const ranking: TemplateValues[] = [];
  for (const row of assessment.rows.filter((one) => one.rank !== null)) {
    const area = names.area(row.subject.id);
    const number = row.indicatorId === null ? null : await findIndicator(tx, row.indicatorId);
    if (!number) continue;
    ranking.push({
      rank: String(row.rank),
      unit: area,
      value: sheet.print(figureFrom(`rank-${row.subject.id}`, `${area}${name}`, number)),
      change: changeText(rankChange(rankingRow(row), (before?.rows ?? []).map(rankingRow))),
      ...(row.provisional ? { note: WORDS.provisional } : {}),
    });
  }
  return {
    rankingIndicator: name,
    rankingRule: WORDS.rule,
    ranking,
    ...(ranking.length > 0 ? {} : { noRankingReason: WORDS.noRanking }),
    unranked: assessment.rows
      .filter(({ rank }) => rank === null)
      .map(({ subject, reason }) => ({ unit: names.area(subject.id), reason: reason ?? WORDS.noRanking })),
  };
};

/** `2026-05` → `2026年5月`. */
const writtenMonth = (label: string): string => `${label.slice(0, 4)}年${Number(label.slice(5, 7))}月`;

/**
 * Everything the monthly bulletin says (governance 8.7): air and water of the month, rectification with named denominators,
 * money, the ranking with its provisional places, what lags. Each number is a figure read from the history.
 */
export const composeBulletin = async (
  tx: EntityManager,
  pack: Pack,
  bulletin: Bulletin,
  assessment: Assessment,
  missing: readonly string[],
): Promise<BulletinPaper> => {
  const sheet = figureSheet();
  const { cutoff, periodLabel } = bulletin;
  const scheme = pack.assessments.find(({ id }) => id === assessment.scheme);
  const values: TemplateValues = {
    addressees: WORDS.addressees,
    periodName: writtenMonth(periodLabel),
    cutoff,
    dataState: assessment.dataState,
    airText: await airText(tx, cutoff, sheet),
    waterText: await waterText(tx, periodLabel, sheet),
    comparisonNote: WORDS.comparison,
    ...(await ledgerValues(tx, pack.dispatches[0]?.id ?? '', cutoff, sheet)),
    ...(await fundingValues(tx, cutoff, sheet)),
    specialText: missing.length > 0 ? `截止时以下来源未到齐：${missing.join('、')}。${WORDS.special}` : WORDS.special,
    ...(await rankingValues(tx, pack, scheme?.indicator ?? '', assessment, sheet)),
    nextText: WORDS.next,
    copies: [],
  };
  const references = new Map(
    sheet.figures
      .filter(({ source }) => source.kind !== 'definition' && source.id !== 'none')
      .map(({ source }) => [`${source.kind}/${source.id}`, source]),
  );
  return {
    values,
    figures: sheet.figures,
    basis: {
      references: [
        {
          service: 'accountability',
          kind: 'assessment',
          id: assessment.assessmentId,
          version: assessment.revision,
        },
        ...references.values(),
      ].slice(0, 100),
      query: null,
    },
  };
};
