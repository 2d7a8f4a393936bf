import { describe, expect, it } from '@jest/globals';
import { effluentLoad, monthLoad, oldSince, type Plant, type PlantDay, plantSeries } from './sewage-plant.js';

const PLANT: Plant = {
  designCapacity: '100000',
  backlogBefore: '20',
  limits: { cod: { name: '化学需氧量', limit: '30' }, nh3n: { name: '氨氮', limit: '1.5' } },
};
const RULE = { leastUsablePercent: '80', mostBacklog: '50' };
const day = (more: Partial<PlantDay> = {}): PlantDay => ({
  day: '2026-05-01',
  usableCapacity: '100000',
  inflow: '80000',
  treated: '80000',
  sludgeProduced: '10',
  sludgeMoved: '10',
  effluent: { cod: '30', nh3n: '0.4' },
  ...more,
});
const figures = (...days: PlantDay[]) => plantSeries(PLANT, days, RULE);

describe('a sewage plant', () => {
  it('that does well has nothing to tell', () => {
    expect(figures(day())).toEqual([
      {
        day: '2026-05-01',
        usablePercent: '100.0',
        loadPercent: '80.0',
        untreated: '0',
        backlog: '20',
        effluentBeyond: [],
        signals: [],
      },
    ]);
  });

  it.each<[string, Partial<PlantDay>, string[]]>([
    ['at the least usable part', { usableCapacity: '80000' }, []],
    ['below it', { usableCapacity: '79999' }, ['capacityDropped']],
    ['untreated inflow', { inflow: '80001' }, ['untreatedInflow']],
    ['more treated than came in, from the store', { treated: '90000' }, []],
    ['sludge at the line', { sludgeProduced: '40' }, []],
    ['sludge beyond it', { sludgeProduced: '40.1' }, ['sludgeBacklog']],
    ['effluent beyond a limit', { effluent: { cod: '30.1' } }, ['effluentBeyond']],
    [
      'all at once',
      { usableCapacity: '1', inflow: '90000', sludgeProduced: '99', effluent: { nh3n: '3' } },
      ['capacityDropped', 'untreatedInflow', 'sludgeBacklog', 'effluentBeyond'],
    ],
    [
      'nothing reported says nothing',
      { usableCapacity: null, inflow: null, treated: null, sludgeProduced: null, sludgeMoved: null, effluent: {} },
      [],
    ],
  ])('%s', (_, more, signals) => {
    expect(figures(day(more))[0]?.signals).toEqual(signals);
  });

  it('names what left beyond the limits, and has no figures where nothing was reported', () => {
    expect(figures(day({ effluent: { nh3n: '3' } }))[0]?.effluentBeyond).toEqual([
      { item: 'nh3n', name: '氨氮', multiple: '1.0' },
    ]);
    expect(figures(day({ usableCapacity: null, inflow: null, effluent: {} }))[0]).toMatchObject({
      usablePercent: null,
      loadPercent: null,
      untreated: null,
      effluentBeyond: null,
    });
  });

  it('prints no share on the other side of a line', () => {
    expect(figures(day({ usableCapacity: '79999', treated: '79998.9' }))[0]).toMatchObject({
      usablePercent: '79.9',
      loadPercent: '99.9',
    });
  });

  it('carries its sludge from day to day; a day without a report adds nothing', () => {
    const series = figures(
      day({ sludgeProduced: '20', sludgeMoved: '0' }),
      day({ sludgeProduced: null, sludgeMoved: null }),
      day({ sludgeProduced: '20', sludgeMoved: '5.5' }),
      day({ sludgeProduced: '0', sludgeMoved: '99' }),
    );
    expect(series.map(({ backlog }) => backlog)).toEqual(['40', '40', '54.5', '0']);
    expect(series.map(({ signals }) => signals)).toEqual([[], [], ['sludgeBacklog'], []]);
  });

  it.each([
    ['cod', '4800'],
    ['tp', '8'],
    ['tn', null],
  ])('discharges a load of %s of %s kg', (item, load) => {
    const days = [
      day({ effluent: { cod: '30', tp: '0.1' } }),
      day({ effluent: { cod: '30', tp: '0.02L' } }),
      day({ effluent: { cod: '30' }, treated: null }),
    ];
    expect(effluentLoad(days, item)).toBe(load);
  });
});

it.each<[what: string, treated: (string | null)[], percent: string | null, days: number]>([
  ['the mean of the days', ['6000', '5800'], '59.0', 2],
  ['equality', ['6000', '6000'], '60.0', 2],
  ['just below the line, and printed below it', ['6000', '5999'], '59.9', 2],
  ['days without a report left out', ['6000', null, '7000'], '65.0', 2],
  ['too few days', ['6000'], null, 1],
  ['no day', [], null, 0],
])('load of a month: %s', (_what, treated, percent, days) =>
  expect(
    monthLoad(
      { designCapacity: '10000' },
      treated.map((one) => ({ treated: one })),
      { leastLoadPercent: '60', fewestDays: 2 },
    ),
  ).toEqual({ percent, days }),
);

describe('the newest report', () => {
  it.each<[string, number | null, string | null]>([
    ['2026-07-25', 7, null],
    ['2026-07-24', 7, '2026-08-01'],
    ['2026-07-01', 7, '2026-07-09'],
    ['2026-07-01', null, null],
  ])('of %s with %p days allowed, on 1 August', (newest, mostDays, since) =>
    expect(oldSince(newest, '2026-08-01', mostDays)).toBe(since),
  );
});
