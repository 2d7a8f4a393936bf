import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedRecord, shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const known = subjects.find(({ kind }) => kind === 'section')!;
const PLACES = { UP: 1, MID: 2, DOWN: 3, ELSE: 4 } as const;
type Place = keyof typeof PLACES;

const row = (code: Place, time: string, nh3n: string) =>
  feedRecord('sections', { code, time, ph: '7', do: '6', codmn: '4', nh3n, tp: '0.1' }, shanghai('2026-07-10 09:00'));
interface Held {
  id: string;
  sectionId: string;
  cause: string;
  value: string;
  median: string;
  count: number;
  firstAt: string;
  state: string;
}
const heldOf = async (): Promise<Held[]> =>
  (await service.get<{ items: Held[] }>('/data-reviews')).body.items.sort((a, b) => (a.firstAt < b.firstAt ? -1 : 1));

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-10 09:00'));
  await registerCity(service, ({ id }) => id === known.id);
  for (const [id, order] of Object.entries(PLACES)) {
    const { status } = await service.put(`/sections/${id}`, {
      name: id,
      areaId: known.area,
      position: null,
      network: 'water',
      silenceAfterHours: null,
      answersFor: [],
      expectedVersion: 0,
      water: { type: 'river', target: 3, river: id === 'ELSE' ? 'another' : 'one', order },
    });
    expect(status).toBe(200);
  }
}, 120_000);
afterAll(() => service?.stop());

describe('a value that contradicts the sections up and down the river', () => {
  it('is held when the last of the three is there, in whatever order they come', async () => {
    await service.sendPackets([row('MID', '2026-07-09 08:00', '9'), row('ELSE', '2026-07-09 08:00', '9')]);
    await service.settle();
    await service.sendPackets([row('UP', '2026-07-09 08:00', '0.3')]);
    await service.settle();
    expect(await heldOf()).toEqual([]);
    await service.sendPackets([row('DOWN', '2026-07-09 09:00', '0.4')]);
    await service.settle();
    expect(await heldOf()).toMatchObject([
      {
        sectionId: 'MID',
        cause: 'contradicts-neighbours',
        value: '9',
        median: '0.4',
        count: 1,
        firstAt: shanghai('2026-07-09 08:00'),
        state: 'held',
      },
    ]);
  });

  it('is one with those that follow it, and what a person decided of it stays', async () => {
    await service.sendPackets([row('MID', '2026-07-09 12:00', '11'), row('DOWN', '2026-07-09 12:00', '0.5')]);
    await service.settle();
    const [held] = await heldOf();
    expect(held).toMatchObject({ value: '11', median: '0.5', count: 2, firstAt: shanghai('2026-07-09 08:00') });
    const decision = { decision: 'release', reason: 'a discharge between, seen on site' };
    expect((await service.post(`/data-reviews/${held!.id}/decision`, decision)).status).toBe(200);
    await service.sendPackets([row('MID', '2026-07-09 16:00', '10'), row('UP', '2026-07-09 16:00', '0.2')]);
    await service.settle();
    expect(await heldOf()).toMatchObject([{ id: held!.id, count: 3, state: 'released' }]);
  });

  it('is let go when a neighbour turns out to be high, too', async () => {
    const late = (['UP', 'MID', 'DOWN'] as const).map((code) =>
      row(code, '2026-07-10 04:00', code === 'MID' ? '8' : '0.3'),
    );
    await service.sendPackets(late);
    await service.settle();
    expect((await heldOf()).at(-1)).toMatchObject({ value: '8', state: 'held' });
    await service.sendPackets([row('UP', '2026-07-10 04:00', '7.5')]);
    await service.settle();
    expect((await heldOf()).at(-1)).toMatchObject({ value: '8', state: 'withdrawn' });
  });
});
