import { minuteOf } from './beijing.js';
import type { Part } from './season-seen.js';

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
    expected: [{ network: silence.end.network, startedAt: silence.end.firstStationsSilentAt, endedAt: null }],
    found: async () =>
      (await doors.warnings())
        .filter(({ ruleClass }) => ruleClass === 'feed-silence')
        .map(({ subject, startedAt, endedAt }) => ({
          network: subject.id,
          startedAt: minuteOf(startedAt),
          endedAt: minuteOf(endedAt),
        })),
  },
  {
    id: 'silence-stations',
    words: 'all seventeen stations are silent, thirteen from 18:05 and four from 19:25 on',
    from: '2026-07-25 19:30',
    expected: { [silence.end.firstStationsSilentAt]: 13, [silence.end.allSilentAt]: 4 },
    found: async () => {
      const counts: Record<string, number> = {};
      for (const { subject, silentSince } of (await doors.monitoringOverview()).silent) {
        if (subject.kind !== 'station') continue;
        const at = minuteOf(silentSince) ?? '';
        counts[at] = (counts[at] ?? 0) + 1;
      }
      return counts;
    },
  },
];
