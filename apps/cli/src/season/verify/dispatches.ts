import { instantOf } from '../sample-city.js';
import { dayOf } from './beijing.js';
import type { Part } from './season-seen.js';

/** Fifteen dispatches, meetings moved off holidays and never doubled (season, row 9). */
export const dispatchesPart: Part = ({ expected, doors, until }) => {
  const due = expected.calendar.dispatches.filter(
    ({ cutoff }) => instantOf(cutoff.slice(0, 16).replace('T', ' ')).getTime() + 1_800_000 <= until.getTime(),
  );
  const meetings = async (cutoffs: readonly string[]) =>
    (await doors.dispatches())
      .filter(({ cutoff }) => cutoffs.includes(dayOf(cutoff) ?? ''))
      .map(({ cutoff, meetingAt }) => ({ cutoff: dayOf(cutoff), meetingOn: dayOf(meetingAt) }))
      .sort((a, b) => (String(a.cutoff) < String(b.cutoff) ? -1 : 1));
  return [
    {
      id: 'dispatch-dates',
      words: 'number, cut-off and meeting of every dispatch so far',
      from: '2026-04-30 17:30',
      expected: due.map(({ issueNo, cutoff, meetingOn }) => ({
        issueNo,
        cutoff: new Date(cutoff).toISOString(),
        meetingOn,
      })),
      found: async () =>
        (await doors.dispatches())
          .filter(({ cutoff }) => new Date(cutoff).getTime() + 1_800_000 <= until.getTime())
          .map(({ issueNo, cutoff, meetingAt }) => ({ issueNo, cutoff, meetingOn: dayOf(meetingAt) }))
          .sort((a, b) => (a.cutoff < b.cutoff ? -1 : 1)),
    },
    {
      id: 'row-09-labour-day',
      words: 'the meeting of 05-01, a holiday, moves to 05-06',
      from: '2026-04-30 17:30',
      expected: [{ cutoff: '2026-04-30', meetingOn: '2026-05-06' }],
      found: () => meetings(['2026-04-30']),
    },
    {
      id: 'row-09',
      words: 'the meeting of 06-19, a holiday, moves to 06-22; one meeting a dispatch',
      from: '2026-06-25 17:30',
      expected: [
        { cutoff: '2026-06-18', meetingOn: '2026-06-22' },
        { cutoff: '2026-06-25', meetingOn: '2026-06-26' },
      ],
      found: () => meetings(['2026-06-18', '2026-06-25']),
    },
  ];
};
