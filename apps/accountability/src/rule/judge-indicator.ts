import type { EntityManager } from 'typeorm';
import { naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judge, periodsNeeded, type Verdict } from '#libs/domain/escalation/judge.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Rule } from '#libs/policy/pressure.schema.js';
import { indicatorSeries, type StoredIndicator } from '../indicator/indicator.store.js';
import { lockCause, openWarningOf } from '../warning/warning.store.js';
import { applyVerdict, openOf } from './apply-verdict.js';
import { hasEnded, observationOf } from './observation.js';
import { responsibleUnits } from './responsible-units.js';
import { aboutNumber } from './subject.js';

/** Rules that read a number by itself; a place in a ranking is judged when the ranking is made. */
export const rulesOver = (pack: Pack, definition: string, day: string): Rule[] =>
  inForce(pack.rules, day).filter(
    (rule) => rule.source === 'indicator' && rule.definition === definition && rule.condition.kind !== 'rank',
  );

const targetOf = (indicator: StoredIndicator, ownLimit: string | null): string | null => {
  const { target } = indicator.details;
  return typeof target === 'number' || typeof target === 'string' ? String(target) : ownLimit;
};

/** Sections a number of a river or basin says it was brought about by. */
const causesOf = ({ details: { causedBy } }: StoredIndicator): string[] =>
  Array.isArray(causedBy) ? causedBy.filter((one) => typeof one === 'string') : [];

/** How many times more periods are read where those read did not tell where a run began. */
const FURTHER = 4;

/**
 * What a rule says of a number's history, and the periods it says it of, the latest first; null where it says nothing. So
 * much is read that the run it counts is there whole: a count cut off by reading would stand in a paper.
 */
const judgeSeries = async (
  tx: EntityManager,
  rule: Rule,
  { definition, subject, occurredAt }: StoredIndicator,
  since: Date | null,
  judged: (series: readonly StoredIndicator[]) => Verdict | null,
): Promise<{ readonly verdict: Verdict; readonly restsOn: readonly StoredIndicator[] } | null> => {
  for (let limit = periodsNeeded(rule) + 1; ; limit *= FURTHER) {
    const span = { ...(since ? { after: since } : {}), until: occurredAt, limit };
    const series = await indicatorSeries(tx, definition, subject, span);
    const verdict = judged(series);
    if (verdict && !verdict.isWhole && series.length === limit) continue;
    if (!verdict || verdict.verdict === 'none') return null;
    const byLabel = new Map(series.map((one) => [one.period.label, one]));
    return { verdict, restsOn: verdict.restsOn.map((label) => byLabel.get(label)!) };
  }
};

/**
 * Judges one new revision of a number by every rule that reads it. What else is known of the subject is read from the
 * history, so a correction of an earlier period changes the count. Periods over before `since` raise nothing.
 */
export const judgeIndicator = async (
  tx: EntityManager,
  pack: Pack,
  indicator: StoredIndicator,
  since: Date | null,
): Promise<void> => {
  const { occurredAt, subject, definition } = indicator;
  const isOver = indicator.period.end <= occurredAt;
  if (!isOver || (since !== null && indicator.period.end <= since)) return;
  for (const rule of rulesOver(pack, definition, shanghaiDate(occurredAt))) {
    await lockCause(tx, rule.id, `${subject.kind}:${subject.id}`);
    const known = await aboutNumber(tx, pack, indicator);
    const open = await openWarningOf(tx, rule.id, subject);
    const judged = await judgeSeries(tx, rule, indicator, since, (series) => {
      const [newest, ...others] = series.map((one) => observationOf(one, targetOf(one, known.ownLimit)));
      return newest ? judge(rule, newest, { others, open: openOf(open) }) : null;
    });
    if (!judged) continue;
    const { verdict, restsOn } = judged;
    const latest = restsOn[0]!;
    await applyVerdict(
      tx,
      pack,
      rule,
      verdict,
      open,
      {
        subject,
        areaId: known.areaId,
        unitIds: await responsibleUnits(
          tx,
          pack,
          known.answering,
          known.areaId,
          naturalDayOf(latest.period.end),
          causesOf(latest),
        ),
        title: `${known.name}：${rule.name.zh}`,
        period: latest.period,
        dataState: verdict.dataState,
        isClosed: hasEnded(latest),
        details: {
          subjectName: known.name,
          definition,
          value: latest.value,
          unit: latest.unit,
          periods: restsOn.map(({ period, value }) => ({ label: period.label, value })),
          limit: targetOf(latest, known.ownLimit),
          of: latest.details,
        },
        basis: {
          references: restsOn.map(({ id, revision }) => ({
            service: 'accountability',
            kind: 'indicator',
            id,
            version: revision,
          })),
          query: null,
        },
      },
      occurredAt,
    );
  }
};
