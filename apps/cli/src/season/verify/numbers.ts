import type { Part } from './season-seen.js';

const SERIAL = /^(.*?)(\d+)(号|期)?$/;

/** Serials of each series: `示例环委办函〔2026〕` → [1, 2, 3]. */
const seriesOf = (numbers: readonly string[]): Record<string, number[]> => {
  const series: Record<string, number[]> = {};
  for (const number of numbers) {
    const [, name = number, serial = ''] = SERIAL.exec(number) ?? [];
    (series[name] ??= []).push(Number(serial));
  }
  return series;
};
/** What is missing from a series or stands in it twice. */
const flaws = (numbers: readonly string[]): string[] =>
  Object.entries(seriesOf(numbers)).flatMap(([name, serials]) => {
    const sorted = [...serials].sort((a, b) => a - b);
    return sorted.every((serial, n) => serial === n + 1) ? [] : [`${name}: ${sorted.join(', ')}`];
  });

/** Numbers of papers, sheets, problems and tasks run without gaps and without doubles. */
export const numbersPart: Part = ({ doors, script }) => [
  {
    id: 'numbers-papers',
    words: 'numbers of the issued papers by series',
    from: script.clock.start.slice(0, 16).replace('T', ' '),
    expected: [],
    found: async () => flaws((await doors.acts()).flatMap(({ number }) => (number === null ? [] : [number]))),
  },
  {
    id: 'numbers-sheets',
    words: 'issue numbers of the weekly sheets',
    from: '2026-04-30 17:30',
    expected: [],
    found: async () =>
      flaws((await doors.dispatches()).flatMap(({ issueNo }) => (issueNo === null ? [] : [`第${issueNo}期`]))),
  },
  {
    id: 'numbers-tasks',
    words: 'numbers of tasks and of problems opened from data',
    from: '2026-05-07 01:00',
    expected: [],
    found: async () =>
      flaws([
        ...(await doors.tasks()).map(({ taskNo }) => taskNo),
        ...(await doors.problems()).filter(({ subject }) => subject !== null).map(({ problemNo }) => problemNo),
      ]),
  },
];
