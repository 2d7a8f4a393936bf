import type { EntityManager } from 'typeorm';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { findReference } from '#libs/messaging/reference.js';
import { indicatorHistory, type StoredIndicator } from '../indicator/indicator.store.js';
import { namesFor } from '../rule/names.js';

/** More revisions than a number of a month ever gets. */
const MOST_REVISIONS = 100;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const stationsOf = ({ details }: StoredIndicator): string[] => textsOf(details['uncertainStations']);

/**
 * Why a place is provisional, in words: the stations nobody has a paper for, and the value without them. `number` is the
 * subject's own; a settled number whose place hangs on another's decision says so.
 */
export const provisionalNote = async (tx: EntityManager, number: StoredIndicator): Promise<string> => {
  if (number.details['provisional'] !== true) return '暂定，名次取决于其他单位评价点位的认定';
  const ids = stationsOf(number);
  const names = await namesFor(tx, { subjects: ids.map((id): SubjectRef => ({ kind: 'station', id })) });
  const who = ids.map((id) => names.subject({ kind: 'station', id })).join('、');
  const could = textsOf(number.details['couldBe']);
  return `暂定，${who === '' ? '有站点' : who}是否为评价点位尚无文件认定${could.length > 0 ? `，不计入时为${could.join('或')}` : ''}`;
};

/**
 * How the stations were decided on which a number of a period had once waited: `站点17为评价点位（…6号）`, one each, with
 * the paper. Empty where it never waited, or waits still.
 */
export const decidedPoints = async (
  tx: EntityManager,
  number: Pick<StoredIndicator, 'definition' | 'subject' | 'period'>,
): Promise<string[]> => {
  const revisions = await indicatorHistory(tx, {
    definition: number.definition,
    subjectKind: number.subject.kind,
    subjectId: number.subject.id,
    periodLabel: number.period.label,
    currentOnly: false,
    limit: MOST_REVISIONS,
  });
  const told: string[] = [];
  for (const id of [...new Set(revisions.flatMap(stationsOf))].sort()) {
    const station = await findReference(tx, MonitoredSubjectState, id);
    const point = station?.evaluationPoint;
    if (!station || !point || point.status === 'unknown') continue;
    const basis = point.basis === null ? '' : `（${point.basis}）`;
    told.push(`${station.name}${point.status === 'yes' ? '为评价点位' : '不是评价点位'}${basis}`);
  }
  return told;
};
