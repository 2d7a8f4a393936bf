import type { EntityManager } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { type ActFigure } from '../paper/figure.js';
import { writtenMonth } from '../matter/matter-ranking.js';
import type { Assessment } from '../assessment/assessment.store.js';
import type { Bulletin } from './bulletin.store.js';
import { criticismOf } from './criticism.js';
import { airText, waterText } from './environment-text.js';
import { stationsHeard } from './heard-until.js';
import { figureSheet } from './paper.js';
import { rankingValues } from './ranking-values.js';
import { fundingValues, ledgerValues } from './work-values.js';

/** A bulletin ready to be drafted: what its template is filled with, and every number in it. */
export interface BulletinPaper {
  readonly values: TemplateValues;
  readonly figures: readonly ActFigure[];
  readonly basis: Basis;
}

/** Shortest wording where the district has nothing to say yet; the drafter edits it before approval. */
const WORDS = {
  comparison: '无上年同期数据',
  special: '本期无专项工作统计数据',
} as const;

/** What is asked at the end rests on what annex 2 holds; no list is pointed at that has nothing on it. */
const nextText = (work: TemplateValues): string => {
  const holds = (name: string): boolean => Array.isArray(work[name]) && work[name].length > 0;
  const lists = [holds('laggingItems') ? '滞后任务' : '', holds('dueOpenItems') ? '到期未完成任务' : ''].filter(
    Boolean,
  );
  return lists.length > 0
    ? `各责任单位对照附件2所列${lists.join('和')}逐项整改，按周报送进展`
    : '各责任单位按计划推进整改，按周报送进展';
};

/**
 * Everything the monthly bulletin says: air and water of the month, rectification with named denominators,
 * money, the ranking with its provisional places, criticism by the papers of the month, what lags. Each section says how
 * far its own data reach and are confirmed; each number is a figure read from the history.
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
  const policy = itemVersion(pack.bulletins, bulletin.policyId, bulletin.policyVersion);
  const heard = await stationsHeard(tx, cutoff);
  const air = await airText(tx, cutoff, heard.until, sheet);
  const water = await waterText(tx, periodLabel, sheet);
  const criticism = await criticismOf(
    tx,
    policy.sections.find(({ id }) => id === 'criticism')?.acts ?? [],
    periodLabel,
  );
  const work = await ledgerValues(tx, pack.dispatches[0]?.id ?? '', cutoff, sheet);
  const values: TemplateValues = {
    addressees: policy.addressees,
    periodName: writtenMonth(periodLabel),
    cutoff,
    airText: air.text,
    airState: air.state,
    airUntil: heard.until,
    airSilent: heard.silent,
    waterText: water.text,
    waterState: water.state,
    waterUntil: water.until,
    comparisonNote: WORDS.comparison,
    ...work,
    ...(await fundingValues(tx, cutoff, sheet)),
    specialText: missing.length > 0 ? `截止时以下来源未到齐：${missing.join('、')}。${WORDS.special}` : WORDS.special,
    ...(await rankingValues(tx, pack, bulletin, assessment, sheet)),
    criticism: criticism.text,
    nextText: nextText(work),
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
        ...criticism.references,
        ...references.values(),
      ],
      query: null,
    },
  };
};
