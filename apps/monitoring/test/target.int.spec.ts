import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitState } from '#libs/contracts/directory.events.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { lockSubjects } from '../src/subject/subject-lock.store.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, areas, between, expected, nationalHour, registerCity, rowsOf, subjects } from './sample-city.js';

const AREA = [...areaLetter].find(([, name]) => name === '甲')![0];
const MAY = { label: '2026-05', from: '2026-05-01', to: '2026-05-31' };
const YEAR = { label: '2026', from: '2026-01-01', to: '2026-12-31' };
const PERMISSIONS = ['target.manage', 'monitoring.read'];
const may = expected.air.months[0].areas['甲'];
let service: MonitoringService;

interface Point {
  day: string;
  value: string;
  target: string;
  gap: string;
  isMet: boolean;
  state: string | null;
  remaining: number;
  days: number;
  version: number;
  rest: Record<string, unknown> | null;
}
interface Target {
  id: string;
  version: number;
  now: Point;
  since: string;
  course: Point[];
  versions: { version: number; value: string; document: string; reason: string | null }[];
  costlyDates: string[];
  code?: string;
  isWithdrawn: boolean;
  unit: string;
  name: { zh: string };
}
const post = (path: string, body: unknown, unitId = 'city') =>
  service.call<Target>({ permissions: PERMISSIONS, unitId }, 'POST', path, body);
const wishOf = (definition: string, value: string, period = MAY) => ({
  definition,
  subject: { kind: 'area', id: AREA },
  period,
  value,
  document: '示例办〔2026〕2号',
});
const set = async (definition: string, value: string, period = MAY): Promise<Target> => {
  const answer = await post('/targets', wishOf(definition, value, period));
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-30 00:00'));
  await registerCity(service, ({ id }) => ['ST01', 'ST02', 'ST03', 'ST04'].includes(id));
  const rows = between(rowsOf('air-national-hourly.csv.gz'), '2026-05-01 00:00', '2026-06-11 00:00');
  await service.sendPackets(rows.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai('2026-06-11 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('targets of a month that is over', () => {
  it.each([
    ['good-day-rate', '85.0', may.goodDayRate, '%'],
    ['good-days', '25', String(may.goodDays), '天'],
    ['pm25', '20', String(may.statistics.pm2_5), '微克/立方米'],
    ['o3-p90', '160', String(may.statistics.o3), '微克/立方米'],
    ['co-p95', '1.0', may.statistics.co, '毫克/立方米'],
    ['composite-index', '3.00', may.composite, ''],
  ])('%s of %s: the figure of the month', async (name, target, value, unit) => {
    const { now, ...of } = await set(`air.area.cutoff.${name}`, target);
    expect(of.unit).toBe(unit);
    expect(now).toMatchObject({ day: '2026-05-31', value, target, remaining: 0 });
    const isMet = name === 'good-days' || name === 'good-day-rate' ? +value >= +target : +value <= +target;
    expect(now.isMet).toBe(isMet);
    expect(now.state).toBe(isMet ? 'SECURED' : 'UNATTAINABLE');
    expect(of.course).toHaveLength(31);
  });

  it('name the day on which they were lost, and the days that cost them', async () => {
    const { body } = await service.get<{ items: Target[] }>('/targets?definition=air.area.cutoff.good-days');
    const found = (await service.get<Target>(`/targets/${body.items[0]!.id}`)).body;
    const lost = found.course.findIndex(({ state }) => state === 'UNATTAINABLE');
    // 25 good days of 31: with days that were not evaluated the budget of polluted ones shrinks.
    expect(found.since).toBe(found.course[lost]!.day);
    expect(found.course[lost - 1]!.state).not.toBe('UNATTAINABLE');
    const polluted = expected.air.areaDaysAbove100
      .filter((one: { day: string; areas: Record<string, unknown> }) => one.day < '2026-06' && '甲' in one.areas)
      .map((one: { day: string }) => one.day);
    expect(found.costlyDates).toEqual(polluted);
  });
});

describe('a target of the year', () => {
  it('counts from its first version on, with what the rest has to be', async () => {
    const target = await set('air.area.cutoff.pm25', '20', YEAR);
    expect(target.now).toMatchObject({ day: '2026-06-10', remaining: 204, days: 41 });
    expect(target.now.rest).toMatchObject({ kind: 'mean', allowed: expect.stringMatching(/^\d+\.\d\d$/) });
    expect(target.course[0]).toMatchObject({ day: '2026-01-01', value: null, days: 0 });
  });

  it('takes a new value from a day on and keeps the old', async () => {
    const { body } = await service.get<{ items: Target[] }>(
      `/targets?definition=air.area.cutoff.pm25&year=2026&subjectId=${AREA}`,
    );
    const { id, version } = body.items.find(({ now }) => now.remaining === 204)!;
    const wish = { value: '18', document: '示例办〔2026〕9号', validFrom: '2026-06-01', reason: '年中调整' };
    const stale = await post(`/targets/${id}/versions`, { ...wish, expectedVersion: 9 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'STATE_CHANGED_MEANWHILE' } });
    const changed = await post(`/targets/${id}/versions`, { ...wish, expectedVersion: version });
    expect(changed.status).toBe(201);
    expect(changed.body.versions.map(({ value }) => value)).toEqual(['20', '18']);
    const at = (day: string) => changed.body.course.find((one) => one.day === day)!;
    expect(at('2026-05-31')).toMatchObject({ target: '20', version: 1 });
    expect(at('2026-06-01')).toMatchObject({ target: '18', version: 2 });
    const trail = await select<{ action: string; reason: string }>(
      service.db.manager,
      `select a.action, a.reason from audit a where a.subject_id = $1 order by a.seq`,
      [id],
    );
    expect(trail).toEqual([
      { action: 'target.set', reason: null },
      { action: 'target.set', reason: '年中调整' },
    ]);
    const gone = await post(`/targets/${id}/withdrawal`, { reason: '并入新责任书', expectedVersion: 2 });
    expect(gone).toMatchObject({
      status: 200,
      body: { isWithdrawn: true, version: 3, withdrawn: { at: expect.any(String), reason: '并入新责任书' } },
    });
    expect(changed.body).toMatchObject({ withdrawn: null });
    expect((await service.get(`/targets/${id}`)).body).toMatchObject({ withdrawn: { reason: '并入新责任书' } });
    expect((await post(`/targets/${id}/versions`, { ...wish, expectedVersion: 3 })).body).toMatchObject({
      code: 'TARGET_WITHDRAWN',
    });
    expect((await set('air.area.cutoff.pm25', '19', YEAR)).id).not.toBe(id);
  });

  it('stated under the edition of before has its index made anew', async () => {
    const old = await post('/targets', {
      ...wishOf('air.area.cutoff.good-days', '20', { ...MAY, label: '2026-05（旧标准）' }),
      edition: 'cn-2012-amended',
    });
    expect(old.status).toBe(201);
    expect(old.body).toMatchObject({ edition: 'cn-2012-amended', isRestated: true });
    // The breakpoints of particles tightened, those of ozone did not: no good day is lost by going back.
    expect(Number(old.body.now.value)).toBeGreaterThanOrEqual(may.goodDays);
  });
});

it('a number that is only published is held against its target without an outlook', async () => {
  const target = await set('air.area.month.composite-index', '3.00', YEAR);
  expect(target.now).toMatchObject({ day: '2026-05-31', value: may.composite, state: null, rest: null, isMet: true });
});

describe('are refused', () => {
  it.each([
    ['a second one of the same', {}, 409, 'TARGET_KNOWN'],
    ['a share above 100', { value: '100.1', period: YEAR }, 422, 'TARGET_VALUE_INVALID'],
    [
      'more good days than the period has',
      { definition: 'air.area.cutoff.good-days', value: '45', period: { ...MAY, label: '2026-05（45）' } },
      422,
      'TARGET_VALUE_INVALID',
    ],
    ['more decimals than are printed', { value: '85.05', period: YEAR }, 422, 'TARGET_VALUE_INVALID'],
    ['a version before the period', { period: YEAR, validFrom: '2025-12-31' }, 422, 'TARGET_PERIOD_INVALID'],
    ['a number nobody knows', { definition: 'air.area.cutoff.nox' }, 422, 'TARGET_INDICATOR_INVALID'],
    ['a number without a good side', { definition: 'air.area.month.valid-days' }, 422, 'TARGET_INDICATOR_INVALID'],
    ['a number of something else', { subject: { kind: 'station', id: 'ST01' } }, 422, 'TARGET_INDICATOR_INVALID'],
    ['an area nobody knows', { subject: { kind: 'area', id: '1' } }, 422, 'AREA_UNKNOWN_INVALID'],
    [
      'a network nobody knows',
      { definition: 'water.network.week.good-sections', subject: { kind: 'network', id: 'none' } },
      404,
      'SUBJECT_NOT_FOUND',
    ],
    ['an edition nobody knows', { edition: 'cn-1996', period: YEAR }, 422, 'AIR_EDITION_INVALID'],
    ['a period that ends before it begins', { period: { ...MAY, to: '2026-04-01' } }, 400, 'INPUT_INVALID'],
    ['a value that is no number', { value: 'viele' }, 400, 'INPUT_INVALID'],
  ])('%s', async (_what, changed, status, code) => {
    const answer = await post('/targets', { ...wishOf('air.area.cutoff.good-day-rate', '85.0'), ...changed });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('without the permission, and for an area of another unit', async () => {
    const wish = wishOf('air.area.cutoff.heavy-days', '0');
    expect((await service.post('/targets', wish, ['monitoring.read'])).status).toBe(403);
    const unitId = areas.find(({ id }) => id === AREA)!.unit;
    expect(unitId).not.toBeNull();
    await service.keep(UnitState, [
      {
        id: unitId!,
        version: 2,
        retired: false,
        name: '甲',
        shortName: '甲',
        type: 'TOWNSHIP',
        parentId: 'city',
        path: ['city', unitId!],
        external: false,
        areaId: AREA,
      },
    ]);
    await service.settle();
    expect((await post('/targets', wish, 'area-f')).status).toBe(403);
    const network = { ...wishOf('water.network.week.good-sections', '5'), subject: { kind: 'network', id: 'air' } };
    expect((await post('/targets', network, 'area-f')).status).toBe(403);
    expect((await post('/targets', wish, unitId!)).status).toBe(201);
  });
});

it('are found a page at a time', async () => {
  const all = (await service.get<{ items: Target[] }>('/targets')).body.items.map(({ id }) => id);
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Target[]; nextCursor: string | null } = (
      await service.get<{ items: Target[]; nextCursor: string | null }>(
        `/targets?limit=3${cursor ? `&cursor=${cursor}` : ''}`,
      )
    ).body;
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(ids).toEqual(all);
  expect((await service.get('/targets?cursor=nonsense')).status).toBe(400);
  const found = await service.get<{ items: { id: string }[] }>('/target-indicators');
  expect(found.body.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['air.area.cutoff.good-day-rate']));
});

it('is set, changed, watched and withdrawn by nobody while days it may rest on are worked out beside each other', async () => {
  const towns = new Set(areas.flatMap(({ id, parent }) => (parent === AREA ? [AREA, id] : [])));
  const station = subjects.find(({ id, area }) => id.startsWith('ST0') && towns.has(area))!.id;
  const wishes = [
    wishOf('air.area.cutoff.pm10', '40', YEAR),
    { ...wishOf('air.station.cutoff.pm25', '20', YEAR), subject: { kind: 'station', id: station } },
  ];
  /** Does it once nobody shares the area any more. */
  const after = async (act: () => Promise<{ status: number; body: Target }>): Promise<Target> => {
    let answer: Promise<{ status: number; body: Target }> | undefined;
    await service.db.transaction(async (other) => {
      await lockSubjects(other, [], [`area ${AREA}`]);
      answer = act();
      await eventually(
        async () => {
          const [{ n }] = (await select<{ n: number }>(
            service.db.manager,
            `select count(*)::int as n from pg_locks l where l.locktype = 'advisory' and not l.granted
                and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
          )) as [{ n: number }];
          expect(n).toBe(1);
        },
        { deadlineMs: 5_000 },
      );
    });
    const { status, body } = await answer!;
    expect(status).toBeLessThan(300);
    return body;
  };
  for (const wish of wishes) {
    const { id } = await after(() => post('/targets', wish));
    const value = { value: '35', document: '示例办〔2026〕12号', validFrom: '2026-06-01', reason: '调整' };
    await after(() => post(`/targets/${id}/versions`, { ...value, expectedVersion: 1 }));
    await after(() => post(`/targets/${id}/watch`, { watched: true, reason: '督办', expectedVersion: 2 }));
    await after(() => post(`/targets/${id}/withdrawal`, { reason: '作废', expectedVersion: 3 }));
  }
});
