import type { EntityManager } from 'typeorm';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { writtenTime } from '#libs/documents/chinese-writing.js';
import { allReferences } from '#libs/messaging/reference.js';
import { namesFor } from '../rule/names.js';
import { type Silence, silencesAt } from '../rule/silence.store.js';

/** How far the hours of the stations reach. */
interface Heard {
  /** Last hour with data where every station had fallen silent before the cut-off; null where one was heard up to it. */
  readonly until: Date | null;
  /** Stations silent at the cut-off while others were heard, each with its last hour; null where there are none. */
  readonly silent: string | null;
}

/** The real last hour of the air at a cut-off, which is not the cut-off where a feed ended or a station fell silent. */
export const stationsHeard = async (tx: EntityManager, cutoff: Date): Promise<Heard> => {
  const stations = (await allReferences(tx, MonitoredSubjectState)).filter(({ kind }) => kind === 'station');
  const silences = new Map<string, Silence>();
  for (const network of new Set(stations.map((station) => station.network)))
    for (const one of await silencesAt(tx, network, cutoff)) silences.set(one.subject.id, one);
  const silent = stations.flatMap(({ id }) => silences.get(id) ?? []);
  if (silent.length === 0) return { until: null, silent: null };
  const heard = silent.filter(({ neverHeard }) => !neverHeard);
  if (silent.length === stations.length && heard.length > 0)
    return { until: new Date(Math.max(...heard.map(({ lastSeenAt }) => lastSeenAt.getTime()))), silent: null };
  const names = await namesFor(tx, { subjects: silent.map(({ subject }) => subject) });
  return {
    until: null,
    silent: silent
      .map(
        ({ subject, lastSeenAt, neverHeard }) =>
          `${names.subject(subject)}自${writtenTime(lastSeenAt)}${neverHeard ? '登记以来' : '后'}无数据`,
      )
      .join('，'),
  };
};
