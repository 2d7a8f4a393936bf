import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#libs/domain/calendar/shanghai.js';
import { lockBlackWaters } from '../src/black-water/black-water.store.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const section = subjects.find(({ kind }) => kind === 'section')!;
const WHO = { permissions: ['subject.manage'] };
const POINTS = ['P1', 'P2'];

/** Takes a file that says how clear the water was at some points on a day. */
const take = async (day: string, clarity: Readonly<Record<string, number>>): Promise<string> => {
  const rows = Object.entries(clarity).map(([point, cm]) => `B1,${point},${day},${cm}`);
  const content = Buffer.from(['水体,点位,采样日期,透明度(cm)', ...rows, ''].join('\n'));
  const { sha256 } = await service.running.parts.files.put(content);
  const { status, body } = await service.call<{ id: string }>(WHO, 'POST', '/black-water-imports', {
    ...{ fileSha256: sha256, fileName: '样品.csv', reason: '补录' },
  });
  expect(status).toBe(200);
  return body.id;
};
const undo = async (id: string): Promise<number> => {
  const { status, body } = await service.call<{ rowsPutBack: number }>(
    ...([WHO, 'POST', `/black-water-imports/${id}/undo`, { reason: '文件有误' }] as const),
  );
  expect(status).toBe(200);
  return body.rowsPutBack;
};
const inForce = async (day: string): Promise<Readonly<Record<string, { cm: number; version: number }>>> => {
  const rows: { point: string; version: number; values: { clarity: string } }[] = await service.db.query(
    `select s.point, s.version, s.item_values as values from black_water_sample s
      where s.water_id = 'B1' and s.sampled_on = $1 and not s.withdrawn order by s.point`,
    [day],
  );
  return Object.fromEntries(rows.map(({ point, version, values }) => [point, { cm: Number(values.clarity), version }]));
};
const clarities = async (day: string): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(Object.entries(await inForce(day)).map(([point, { cm }]) => [point, cm]));
const record = async (day: string, point: string, cm: number): Promise<void> => {
  const expectedVersion = (await inForce(day))[point]?.version ?? 0;
  const body = { point, sampledOn: day, values: { clarity: String(cm) }, expectedVersion, reason: '笔误' };
  expect(await service.put('/black-waters/B1/samples', body)).toMatchObject({ status: 200 });
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-31 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section');
  const water = {
    ...{ name: '示例沟', areaId: section.area, reach: '', lengthMetres: '1200', surfaceSquareMetres: null },
    points: POINTS.map((id) => ({ id, name: id })),
    answersFor: section.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
    expectedVersion: 0,
    first: { standing: 'listed', from: '2024-01-03', basis: '示例办〔2024〕3号' },
  };
  for (const id of ['B1', 'B2'])
    expect(await service.put(`/black-waters/${id}`, { ...water, name: id })).toMatchObject({ status: 200 });
}, 120_000);
afterAll(() => service?.stop());

describe('files of samples taken back', () => {
  it.each([
    ['2026-07-01', [0, 1], [{ P1: 30 }, { P1: 10 }]],
    ['2026-07-02', [1, 0], [{ P1: 20 }, { P1: 10 }]],
  ] as const)('leave what was recorded by hand, in either order (%s)', async (day, order, states) => {
    await record(day, 'P1', 10);
    const files = [await take(day, { P1: 20 }), await take(day, { P1: 30 })];
    for (const [n, file] of order.entries()) {
      await undo(files[file]!);
      expect(await clarities(day)).toEqual(states[n]);
    }
  });

  it('leave nothing of a sample that files alone brought, in either order', async () => {
    for (const [day, order] of [
      ['2026-07-03', [0, 1]],
      ['2026-07-04', [1, 0]],
    ] as const) {
      const files = [await take(day, { P1: 20 }), await take(day, { P1: 30 })];
      for (const file of order) await undo(files[file]!);
      expect(await clarities(day)).toEqual({});
    }
  });

  it('take with them a value that an undo put back', async () => {
    const day = '2026-07-05';
    const [first, second] = [await take(day, { P1: 20 }), await take(day, { P1: 30 })];
    expect(await undo(second)).toBe(1);
    const third = await take(day, { P1: 40 });
    expect(await undo(first)).toBe(0);
    expect(await undo(third)).toBe(1);
    expect(await clarities(day)).toEqual({});
  });

  it('leave each sample as it would be without them, whatever the order', async () => {
    let runs = 0;
    const cm = fc.integer({ min: 1, max: 5 }).map((n) => n * 10);
    const act = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({ is: fc.constant('record' as const), point: fc.constantFrom(...POINTS), cm }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          is: fc.constant('take' as const),
          clarity: fc.record({ P1: cm, P2: cm }, { requiredKeys: [] }).filter((of) => Object.keys(of).length > 0),
        }),
      },
      { weight: 4, arbitrary: fc.record({ is: fc.constant('undo' as const), which: fc.nat() }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (acts) => {
        const day = addDays('2024-02-01', runs++);
        const standing: string[] = [];
        const undone = new Set<string>();
        const past: { point: string; cm: number; file: string | null }[] = [];
        const wanted = (): Record<string, number> =>
          Object.fromEntries(
            POINTS.flatMap((point) => {
              const last = past.findLast((one) => one.point === point && !undone.has(one.file ?? ''));
              return last ? [[point, last.cm]] : [];
            }),
          );
        for (const one of acts) {
          if (one.is === 'record') {
            await record(day, one.point, one.cm);
            past.push({ point: one.point, cm: one.cm, file: null });
          } else if (one.is === 'take') {
            const before = wanted();
            const file = await take(day, one.clarity as Record<string, number>);
            standing.push(file);
            for (const [point, to] of Object.entries(one.clarity))
              // What stands as the file has it is not the file's.
              if (before[point] !== to) past.push({ point, cm: to!, file });
          } else if (standing.length > 0) {
            const [file] = standing.splice(one.which % standing.length, 1);
            undone.add(file!);
            await undo(file!);
          }
          expect(await clarities(day)).toEqual(wanted());
        }
      }),
      { seed: 20_260_731, numRuns: 60 },
    );
  }, 120_000);

  it('tell of every value they bring, put back or take out in the history of its water', async () => {
    const day = '2026-07-06';
    await record(day, 'P1', 10);
    const file = await take(day, { P1: 20, P2: 30 });
    await undo(file);
    const told: unknown[] = await service.db.query(
      `select a.action, a.old, a.new, a.reason from audit a
        where a.subject_kind = 'black-water' and a.subject_id = 'B1'
          and coalesce(a.new, a.old) ->> 'sampledOn' = $1 order by a.seq`,
      [day],
    );
    const P1 = (cm: string) => ({ point: 'P1', sampledOn: day, values: { clarity: cm } });
    const P2 = { point: 'P2', sampledOn: day, values: { clarity: '30' } };
    expect(told).toEqual([
      { action: 'black-water.record-sample', old: null, new: P1('10'), reason: '笔误' },
      { action: 'black-water.record-sample', old: P1('10'), new: P1('20'), reason: '补录' },
      { action: 'black-water.record-sample', old: null, new: P2, reason: '补录' },
      { action: 'black-water.undo-sample', old: P1('20'), new: P1('10'), reason: '文件有误' },
      { action: 'black-water.undo-sample', old: P2, new: null, reason: '文件有误' },
    ]);
  });
});

describe('samples written at the same time', () => {
  it('of one point and day are recorded once', async () => {
    const body = { point: 'P1', sampledOn: '2026-07-07', values: { clarity: '10' }, expectedVersion: 0 };
    const answers = await Promise.all([1, 2, 3].map(() => service.put('/black-waters/B1/samples', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('of other waters, and the register, do not wait for a file', async () => {
    const body = { point: 'P1', sampledOn: '2026-07-08', values: { clarity: '10' }, expectedVersion: 0 };
    const { body: other } = await service.get<{ water: object }>('/black-waters/B2');
    let waited: Promise<unknown> | undefined;
    await service.db.transaction(async (tx) => {
      await lockBlackWaters(tx, ['B1']);
      waited = service.put('/black-waters/B1/samples', body);
      expect(await service.put('/black-waters/B2/samples', body)).toMatchObject({ status: 200 });
      const { standings: _, version, id: __, ...saved } = other.water as Record<string, unknown>;
      expect(
        await service.put('/black-waters/B2', { ...saved, reach: '上段', expectedVersion: version }),
      ).toMatchObject({ status: 200 });
    });
    expect(await waited).toMatchObject({ status: 200 });
  });
});
