import { expect, it } from '@jest/globals';
import type { HeldEpisode } from '../held-value/held-value.store.js';
import { monthContentOf } from './month-content.js';

const row = (at: string, itemValues: Record<string, string>, isSample = false) => ({
  at: new Date(`${at}+08:00`),
  itemValues,
  dataState: 'realtime' as const,
  isSample,
});
const automatic = [
  row('2026-05-01T08:00:00', { ph: '7.0', nh3n: '0.40', tp: '0.10', wt: '18.0' }),
  row('2026-05-02T08:00:00', { ph: '7.0', nh3n: '0.60', tp: '0.20', wt: '19.0' }),
];

it('takes six items from the station and all others from the laboratory', () => {
  const sample = row('2026-05-10T10:00:00', { nh3n: '1.50', cod: '18', wt: '30' }, true);
  const content = monthContentOf('2026-05', [...automatic, sample], [], false);
  expect(content.values).toMatchObject({ nh3n: '0.50', cod: '18.0', wt: '30.0', tp: '0.150' });
  expect(content.sources).toMatchObject({ nh3n: 'automatic', cod: 'manual', wt: 'manual' });
  expect(content).toMatchObject({ rowCount: 3, days: 3, counts: { nh3n: 2, cod: 1 } });
});

it('knows a sample by its file, by what it holds, or by the section', () => {
  const plain = row('2026-05-10T10:00:00', { nh3n: '1.50' });
  const sources = (rows: (typeof plain)[], isManualSection = false) =>
    monthContentOf('2026-05', rows, [], isManualSection).sources['nh3n'];
  expect(sources([plain])).toBe('automatic');
  expect(sources([{ ...plain, isSample: true }])).toBe('manual');
  expect(sources([row('2026-05-10T10:00:00', { nh3n: '1.50', bod5: '3' })])).toBe('manual');
  expect(sources([plain], true)).toBe('manual');
});

it('leaves out what is held, what lies outside, and rows with nothing in them', () => {
  const held = { item: 'nh3n', at: [automatic[1]!.at] } as unknown as HeldEpisode;
  const outside = row('2026-05-01T00:00:00', { nh3n: '9' });
  const last = row('2026-06-01T00:00:00', { tp: '0.30' });
  const content = monthContentOf(
    '2026-05',
    [outside, ...automatic, last, row('2026-05-20T08:00:00', {})],
    [held],
    false,
  );
  expect(content.values).toMatchObject({ nh3n: '0.40', tp: '0.200' });
  expect(content).toMatchObject({ rowCount: 3, days: 3, heldItems: ['nh3n'] });
});

it('keeps what the trophic index needs beside the items of the standard', () => {
  const lake = [
    row('2026-05-10T10:00:00', { tp: '0.05', chla: '10', sd: '0.8' }),
    row('2026-05-20T10:00:00', { chla: '20' }),
  ];
  expect(monthContentOf('2026-05', lake, [], true).trophic).toEqual({ chla: '15', sd: '0.8' });
});
