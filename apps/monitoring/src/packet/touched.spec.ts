import { expect, it } from '@jest/globals';
import { touchedBy } from './touched.js';

const origin = { packetId: 1, sourceNo: 1, receivedAt: new Date(0), dataState: 'realtime' as const };
const [one, two] = [new Date('2026-07-01T00:00:00Z'), new Date('2026-07-01T01:00:00Z')];

it('names subjects and times of every kind once', () => {
  const hour = (stationId: string, label: Date) => ({ ...origin, stationId, label, values: {} });
  const factor = { factor: 'w01018', value: '1', mark: null, isUsable: true };
  const touched = touchedBy([
    { stationHours: [hour('S1', one), hour('S1', two)] },
    { stationHours: [hour('S2', new Date(one))], sectionRows: [{ ...origin, sectionId: 'D1', at: two, values: {} }] },
    { outletHours: [{ ...origin, outletId: 'O1', label: one, ...factor }] },
  ]);
  expect([...touched].map(([kind, { ids, times }]) => [kind, [...ids], times])).toEqual(
    expect.arrayContaining([
      ['station', ['S1', 'S2'], [one, two]],
      ['section', ['D1'], [two]],
      ['outlet', ['O1'], [one]],
    ]),
  );
});
