import { minuteOf } from './beijing.js';
import type { Part } from './season-seen.js';

/**
 * The platform counts silence from the data time that came, so that a batch delivered late moves no date; the expected
 * instants count from the delivery, minutes later in the same hour.
 */
const hourOf = (minute: string): string => minute.slice(0, 13);

/** The end of the air feed: one notice, not seventeen alarms (season, "Clock"). */
export const silencePart: Part = ({ expected: { silence }, doors }) => [
  {
    id: 'silence-before',
    words: 'nothing was silent before the air feed ended',
    from: '2026-05-02 01:00',
    expected: [],
    found: async () =>
      (await doors.warnings())
        .filter(({ ruleClass, startedAt }) => ruleClass === 'feed-silence' && startedAt < '2026-07-25')
        .map(({ subject }) => subject.id),
  },
  {
    id: 'silence-notice',
    words: 'one notice for the network of air, begun when its first stations fell silent',
    from: '2026-07-25 19:30',
    expected: [{ network: silence.end.network, startedAt: hourOf(silence.end.firstStationsSilentAt), endedAt: null }],
    found: async () =>
      (await doors.warnings())
        .filter(({ ruleClass }) => ruleClass === 'feed-silence')
        .map(({ subject, startedAt, endedAt }) => ({
          network: subject.id,
          startedAt: hourOf(minuteOf(startedAt) ?? ''),
          endedAt: minuteOf(endedAt),
        })),
  },
  {
    id: 'silence-stations',
    words: 'all seventeen stations are silent, thirteen from the hour of 18:00 and four from that of 19:00 on',
    from: '2026-07-25 19:30',
    expected: { [hourOf(silence.end.firstStationsSilentAt)]: 13, [hourOf(silence.end.allSilentAt)]: 4 },
    found: async () => {
      const counts: Record<string, number> = {};
      for (const { subject, silentSince } of (await doors.monitoringOverview()).silent) {
        if (subject.kind !== 'station') continue;
        const at = hourOf(minuteOf(silentSince) ?? '');
        counts[at] = (counts[at] ?? 0) + 1;
      }
      return counts;
    },
  },
];
