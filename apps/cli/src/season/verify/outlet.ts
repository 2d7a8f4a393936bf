import { minuteOf } from './beijing.js';
import type { Part } from './season-seen.js';

/** The outlet's exceedance and the one problem opened from data (season, "Settled for the season"). */
export const outletPart: Part = ({ expected: { outlet }, doors }) => {
  const [exceedance] = outlet.exceedances;
  return [
    {
      id: 'outlet-exceedance',
      words: 'one exceedance: factor, limit, hours, begin and end',
      from: '2026-06-16 15:30',
      expected: outlet.exceedances.map(({ startedAt, endedAt, hours }) => ({
        factor: outlet.factor,
        limit: outlet.limit,
        startedAt,
        endedAt,
        hours: hours.map(({ label, value }) => ({ label, value: Number(value) })),
      })),
      found: async () =>
        (await doors.exceedances())
          .filter(({ withdrawn }) => withdrawn === null)
          .map(({ factor, limit, startedAt, endedAt, hours }) => ({
            factor,
            limit,
            startedAt: minuteOf(startedAt),
            endedAt: minuteOf(endedAt),
            hours: hours.map(({ label, value }) => ({ label: minuteOf(label), value: Number(value) })),
          })),
    },
    {
      id: 'outlet-problem',
      words: 'the problem opened at the third hour running, the only one from data',
      from: '2026-06-16 15:30',
      expected: [{ subject: 'OUT01', openedOn: exceedance!.problemAt.slice(0, 10), hasWarning: true }],
      found: async () => {
        const found = (await doors.problems()).filter(({ subject }) => subject !== null);
        return found.map((problem) => ({
          subject: problem.subject?.id,
          openedOn: problem.assignedOn,
          hasWarning: problem.warningId !== null,
        }));
      },
    },
    {
      id: 'outlet-problem-at',
      words: 'the problem stands in the ledger from 12:00 on, when the third hour had come',
      from: '2026-06-16 15:30',
      expected: [exceedance!.problemAt],
      found: async () => {
        const found = (await doors.problems()).filter(({ subject }) => subject !== null);
        const starts: (string | null)[] = [];
        for (const { id } of found) {
          const { spans } = await doors.problemHistory(id);
          starts.push(minuteOf(spans.map(({ validFrom }) => validFrom).sort()[0] ?? null));
        }
        return starts;
      },
    },
    {
      id: 'outlet-problem-closed',
      words: 'rectified and closed on 07-08',
      from: '2026-07-08 23:00',
      expected: ['2026-07-08'],
      found: async () =>
        (await doors.problems()).filter(({ subject }) => subject !== null).map(({ closedOn }) => closedOn),
    },
  ];
};
