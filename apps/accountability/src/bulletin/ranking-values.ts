import type { EntityManager } from 'typeorm';
import { rankChange } from '#libs/domain/assessment/ranking.js';
import { addMonths } from '#libs/domain/calendar/shanghai.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { type Assessment, assessmentsUpTo, findAssessment } from '../assessment/assessment.store.js';
import { rankingRow } from '../assessment/assessment.view.js';
import { decidedPoints, provisionalNote } from '../assessment/evaluation-point.js';
import { findIndicator } from '../indicator/indicator.store.js';
import { namesFor } from '../rule/names.js';
import { type Bulletin, findBulletin } from './bulletin.store.js';
import { definitionOf, figureFrom, type FigureSheet } from './paper.js';

const RULE = '指数由低到高排列，数值相同的并列，有效数据不足的不参加排名';
const NO_RANKING = '有效数据不足';

/** Places gained or lost against the month before, in words. */
const changeText = (change: number | null): string =>
  change === null ? '—' : change === 0 ? '持平' : change > 0 ? `上升${change}位` : `下降${-change}位`;

/**
 * What became of the places the bulletin before printed as provisional: a bulletin once issued is not written anew, the
 * next one tells. Null where nothing was open, or is open still.
 */
const settledText = async (
  tx: EntityManager,
  bulletin: Bulletin,
  before: Assessment | undefined,
): Promise<string | null> => {
  const label = addMonths(bulletin.periodLabel, -1);
  const earlier = await findBulletin(tx, deterministicId('bulletin', bulletin.policyId, label));
  if (!before || before.period.label !== label || earlier?.assessmentId !== before.assessmentId) return null;
  const printed = await findAssessment(tx, before.assessmentId, earlier.assessmentRevision);
  const open = (printed?.rows ?? []).filter(({ provisional }) => provisional);
  const names = await namesFor(tx, { areas: open.map(({ subject }) => subject.id) });
  const told: string[] = [];
  for (const { subject } of open) {
    const now = before.rows.find((row) => row.subject.id === subject.id);
    if (!now || now.provisional) continue;
    const number = now.indicatorId === null ? null : await findIndicator(tx, now.indicatorId);
    const because = number ? await decidedPoints(tx, number) : [];
    const place = now.rank === null ? '不参加排名' : `列第${now.rank}位`;
    told.push(`${names.area(subject.id)}${place}${because.length > 0 ? `，${because.join('，')}` : ''}`);
  }
  return told.length === 0 ? null : `上期暂定名次已确定：${told.join('；')}`;
};

/**
 * The ranking of the month: places in order, change of place only among areas ranked in both months, why a place is
 * provisional, who is not ranked and why.
 */
export const rankingValues = async (
  tx: EntityManager,
  pack: Pack,
  bulletin: Bulletin,
  assessment: Assessment,
  sheet: FigureSheet,
): Promise<TemplateValues> => {
  const indicator = pack.assessments.find(({ id }) => id === assessment.scheme)?.indicator ?? '';
  const [, before] = await assessmentsUpTo(tx, assessment.scheme, assessment.period.end, 2);
  const names = await namesFor(tx, { areas: assessment.rows.map(({ subject }) => subject.id) });
  const { name } = definitionOf(pack.indicators, indicator);
  const [now, earlier] = [assessment.rows.map(rankingRow), (before?.rows ?? []).map(rankingRow)];
  const ranking: TemplateValues[] = [];
  for (const row of assessment.rows.filter((one) => one.rank !== null)) {
    const area = names.area(row.subject.id);
    const number = row.indicatorId === null ? null : await findIndicator(tx, row.indicatorId);
    if (!number) continue;
    ranking.push({
      rank: String(row.rank),
      unit: area,
      value: sheet.print(figureFrom(`rank-${row.subject.id}`, `${area}${name}`, number)),
      change: changeText(rankChange(row.subject.id, now, earlier)),
      ...(row.provisional ? { note: await provisionalNote(tx, number) } : {}),
    });
  }
  return {
    rankingIndicator: name,
    rankingRule: RULE,
    ranking,
    settled: await settledText(tx, bulletin, before),
    ...(ranking.length > 0 ? {} : { noRankingReason: NO_RANKING }),
    unranked: assessment.rows
      .filter(({ rank }) => rank === null)
      .map(({ subject, reason }) => ({ unit: names.area(subject.id), reason: reason ?? NO_RANKING })),
  };
};
