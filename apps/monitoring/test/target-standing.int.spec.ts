/** Day by day over a month of the sample: what is published of targets, and that it turns on the day on which it has to. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { TARGET_STANDING } from '#libs/contracts/target-standing.js';
import { addDays, datesOf } from '#libs/domain/calendar/shanghai.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { policyOf } from '../src/policy.js';
import { sealCutoff } from '../src/seal/seal-cutoff.js';
import { publishTargets } from '../src/target/publish-targets.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, between, nationalHour, registerCity, reviewedHour, rowsOf } from './sample-city.js';

const AREA = [...areaLetter].find(([, name]) => name === '甲')![0];
const MAY = { label: '2026-05', from: '2026-05-01', to: '2026-05-31' };
const DAYS = datesOf(MAY);
const PERMISSIONS = ['target.manage', 'monitoring.read', 'indicator.read', 'evidence.read', 'subject.manage'];
const GOOD = 25;
let service: MonitoringService;

interface Point {
  day: string;
  value: string | null;
  target: string;
  standing: string;
  state: string;
}
interface Target {
  id: string;
  version: number;
  watched: boolean;
  since: string;
  now: Point;
  course: Point[];
  code?: string;
}
const post = async (path: string, body: unknown): Promise<Target> => {
  const answer = await service.call<Target>({ permissions: PERMISSIONS, unitId: 'city' }, 'POST', path, body);
  if (answer.status > 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const set = (definition: string, value: string, watched: boolean, period = MAY): Promise<Target> =>
  post('/targets', {
    definition,
    subject: { kind: 'area', id: AREA },
    period,
    value,
    document: '示例办〔2026〕2号',
    watched,
  });
const read = async (id: string): Promise<Target> => (await service.get<Target>(`/targets/${id}`, PERMISSIONS)).body;

/** Every revision of a number about a subject, in the order they were published. */
const said = (definition: string, subjectId: string): IndicatorData[] =>
  service.dataOf(MonitoringIndicator).filter((data) => data.definition === definition && data.subject.id === subjectId);
const current = (definition: string, subjectId: string): Map<string, IndicatorData> =>
  new Map(said(definition, subjectId).map((data) => [data.period.label, data]));

const rows = rowsOf('air-national-hourly.csv.gz');
const play = async (day: string): Promise<void> => {
  const next = addDays(day, 1);
  await service.sendPackets(between(rows, `${day} 00:00`, `${next} 00:00`).map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai(`${next} 00:40`));
  await service.settle();
};

let goodDays: Target;
let rate: Target;
let unwatched: Target;

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-05-01 00:00'));
  await registerCity(service, ({ id }) => ['ST01', 'ST02', 'ST03', 'ST04'].includes(id));
  goodDays = await set('air.area.cutoff.good-days', String(GOOD), true);
  rate = await set('air.area.cutoff.good-day-rate', '60.0', true);
  unwatched = await set('air.area.cutoff.pm25', '35', false);
  for (const day of DAYS) await play(day);
}, 600_000);
afterAll(() => service?.stop());

/** Good days by day, from the published index of the days alone. */
const goodUpTo = (): Map<string, number> => {
  const aqi = current('air.area.day.aqi', AREA);
  let good = 0;
  return new Map(
    DAYS.map((day) => {
      const { valid, value } = aqi.get(day)!;
      if (valid && Number(value) <= 100) good += 1;
      return [day, good];
    }),
  );
};
/** The first day after which even good days alone do not make them enough. */
const lostOn = (good: ReadonlyMap<string, number>): string =>
  DAYS.find((day, n) => good.get(day)! + DAYS.length - n - 1 < GOOD)!;

describe('a month day by day', () => {
  it('has the figure to date of each day, published once at its seal and equal to what the query says', async () => {
    // The seal of a Thursday afternoon covers the same day as that of the midnight before: it says nothing twice.
    const figures = said('air.area.cutoff.good-days', AREA);
    expect(figures.map(({ period }) => period.label)).toEqual(DAYS.map((day) => `2026-05至${day}`));
    const good = goodUpTo();
    expect(figures.map(({ value }) => Number(value))).toEqual([...good.values()]);
    const { course } = await read(goodDays.id);
    expect(course.map(({ value }) => value)).toEqual(figures.map(({ value }) => value));
    expect(said('air.area.cutoff.pm25', AREA).map(({ value }) => value)).toEqual(
      (await read(unwatched.id)).course.map(({ value }) => value),
    );
    const last = figures.at(-1)!;
    expect(last).toMatchObject({ revision: 1, coverage: { expected: 31 }, dataState: 'realtime' });
    expect(last.details).toMatchObject({ target: String(GOOD), state: 'UNATTAINABLE', isMet: false });
  });

  it('says that it is lost on exactly the day arithmetic says, and not before', async () => {
    const day = lostOn(goodUpTo());
    expect(DAYS.slice(3, -1)).toContain(day);
    const standing = said(TARGET_STANDING, goodDays.id);
    expect(standing.map(({ period }) => period.label)).toEqual(DAYS);
    expect(standing.find(({ value }) => value === '2')!.period.label).toBe(day);
    expect(standing.filter(({ period }) => period.label > day).every(({ value }) => value === '2')).toBe(true);
    const { since, course } = await read(goodDays.id);
    expect(since).toBe(day);
    expect(course.map((one) => ({ sound: '0', lagging: '1', lost: '2' })[one.standing])).toEqual(
      standing.map(({ value }) => value),
    );
    expect(course.some((one) => one.standing === 'lagging')).toBe(true);
    expect(said(TARGET_STANDING, rate.id).map(({ value }) => value)).not.toContain('2');
  });

  it('tells nothing of a target nobody watches', () => expect(said(TARGET_STANDING, unwatched.id)).toEqual([]));

  it('leads from the standing to the figure, and from that to the days', async () => {
    const evidence = async (id: string) =>
      (
        await service.get<{ basis: { references: { kind: string; id: string }[]; query: unknown } }>(
          `/evidence/monitoring/indicator/${id}`,
          PERMISSIONS,
        )
      ).body.basis;
    const standing = current(TARGET_STANDING, goodDays.id).get('2026-05-10')!;
    const figure = await evidence(standing.basis.references[0]!.id);
    expect(figure.references).toHaveLength(10);
    expect((await evidence(figure.references[0]!.id)).references[0]).toMatchObject({ kind: 'station-day' });
    // The month is over and published: the last figure rests on it instead of its days.
    const [month] = current('air.area.cutoff.good-days', AREA).get('2026-05至2026-05-31')!.basis.references;
    expect((await evidence(month!.id)).references).toHaveLength(31);
  });
});

describe('afterwards', () => {
  it('another seal of the same day says nothing new', async () => {
    const before = service.events(MonitoringIndicator.topic).length;
    const policy = policyOf(await loadPack('packs/default-district'));
    const cutoff = new Date(shanghai('2026-06-01 00:00'));
    await runWithCause(systemCause('spec'), () =>
      service.db.transaction((tx) => publishTargets(tx, MAY.to, cutoff, policy)),
    );
    await service.settle();
    expect(service.events(MonitoringIndicator.topic)).toHaveLength(before);
  });

  it('the end of the period is told once', async () => {
    await play('2026-06-01');
    await play('2026-06-02');
    const standing = said(TARGET_STANDING, goodDays.id).slice(DAYS.length);
    expect(standing).toMatchObject([
      { period: { label: '2026-06-01' }, value: null, valid: false, details: { ended: 'over' } },
    ]);
    expect(said('air.area.cutoff.good-days', AREA)).toHaveLength(DAYS.length);
  });

  it('a corrected day gives new revisions from it on, of the figures and the standing, and of no day before', async () => {
    const aqi = current('air.area.day.aqi', AREA);
    const polluted = DAYS.filter((day) => Number(aqi.get(day)!.value) > 100);
    const day = polluted.at(-1)!;
    const clean = { so2: '5', no2: '10', co: '0.5', o3: '40', pm10: '30', pm2_5: '15' };
    await service.sendPackets(
      between(rows, `${day} 00:00`, `${addDays(day, 1)} 00:00`).map((row) =>
        reviewedHour({ ...row, ...clean }, shanghai('2026-06-03 09:00')),
      ),
    );
    await service.settle();
    expect(Number(current('air.area.day.aqi', AREA).get(day)!.value)).toBeLessThanOrEqual(100);
    const good = goodUpTo();
    const figures = current('air.area.cutoff.good-days', AREA);
    for (const one of DAYS) {
      const { value, revision } = figures.get(`2026-05至${one}`)!;
      expect([one, Number(value), revision > 1]).toEqual([one, good.get(one), one >= day]);
    }
    const { course } = await read(goodDays.id);
    const standing = current(TARGET_STANDING, goodDays.id);
    expect(course.map((one) => ({ sound: '0', lagging: '1', lost: '2' })[one.standing])).toEqual(
      DAYS.map((one) => standing.get(one)!.value),
    );
  });

  it('a target of the year is told of from the first seal on, stands anew with a new value, and ends when withdrawn or left', async () => {
    const year = { label: '2026', from: '2026-01-01', to: '2026-12-31' };
    const lost = await set('air.area.cutoff.heavy-days', '0', true, year);
    const mean = await set('air.area.cutoff.pm25', '12', true, year);
    expect(said(TARGET_STANDING, mean.id)).toEqual([]);
    await play('2026-06-03');
    expect(said(TARGET_STANDING, lost.id)).toMatchObject([{ period: { label: '2026-06-03' }, value: '0' }]);
    expect(said(TARGET_STANDING, mean.id)).toMatchObject([{ period: { label: '2026-06-03' }, value: '1' }]);
    const change = { document: '示例办〔2026〕9号', validFrom: '2026-06-01', reason: '年中调整' };
    await post(`/targets/${mean.id}/versions`, { ...change, value: '60', expectedVersion: 1 });
    await service.settle();
    expect(said(TARGET_STANDING, mean.id).at(-1)).toMatchObject({
      period: { label: '2026-06-03' },
      value: '0',
      revision: 2,
    });
    await post(`/targets/${lost.id}/withdrawal`, { reason: '并入新责任书', expectedVersion: 1 });
    const left = await post(`/targets/${mean.id}/watch`, { watched: false, reason: '不再督办', expectedVersion: 2 });
    expect(left).toMatchObject({ watched: false, version: 3 });
    await play('2026-06-04');
    await play('2026-06-05');
    // Told by the seal of Thursday afternoon or that of midnight, whichever runs first here.
    expect(said(TARGET_STANDING, lost.id).slice(1)).toMatchObject([{ value: null, details: { ended: 'withdrawn' } }]);
    expect(said(TARGET_STANDING, mean.id).slice(2)).toMatchObject([{ value: null, details: { ended: 'unwatched' } }]);
    // The figure itself goes on: the target is in force.
    expect(current('air.area.cutoff.pm25', AREA).has('2026至2026-06-05')).toBe(true);
  });

  it('the year of the area is published by the seal that closes it, and again when a day of it is corrected', async () => {
    const policy = policyOf(await loadPack('packs/default-district'));
    const cutoff = new Date(shanghai('2027-01-01 00:00'));
    for (const id of ['one', 'two'])
      await runWithCause(systemCause('spec'), () =>
        service.db.transaction((tx) => sealCutoff(tx, { id, cutoff }, policy)),
      );
    await service.settle();
    const year = said('air.area.year.good-days', AREA);
    const isGood = ({ valid, value }: IndicatorData): boolean => valid && Number(value) <= 100;
    const good = (): number => [...current('air.area.day.aqi', AREA).values()].filter(isGood).length;
    expect(year).toMatchObject([{ period: { kind: 'year', label: '2026' }, value: String(good()), revision: 1 }]);
    expect(said('air.area.year.composite-index', AREA)).toMatchObject([
      { valid: false, invalidReason: expect.stringContaining('2026 PM2.5有效天数') },
    ]);
    const bad = [...current('air.area.day.aqi', AREA)].find(([, data]) => data.valid && Number(data.value) > 100)![0];
    const clean = { so2: '5', no2: '10', co: '0.5', o3: '40', pm10: '30', pm2_5: '15' };
    await service.sendPackets(
      between(rows, `${bad} 00:00`, `${addDays(bad, 1)} 00:00`).map((row) =>
        reviewedHour({ ...row, ...clean }, shanghai('2026-06-06 09:00')),
      ),
    );
    await service.settle();
    // The hours may come in several slices, each of which corrects the day.
    const last = said('air.area.year.good-days', AREA).at(-1)!;
    expect(last.revision).toBeGreaterThan(1);
    expect(last.value).toBe(String(Number(year[0]!.value) + 1));
    expect(Number(last.value)).toBe(good());
  });

  it('a number that is only published cannot be watched', async () => {
    const wish = {
      definition: 'air.area.month.composite-index',
      subject: { kind: 'area', id: AREA },
      period: { label: '2026', from: '2026-01-01', to: '2026-12-31' },
      value: '3.00',
      document: '示例办〔2026〕2号',
      watched: true,
    };
    const answer = await service.call<Target>({ permissions: PERMISSIONS, unitId: 'city' }, 'POST', '/targets', wish);
    expect(answer).toMatchObject({ status: 422, body: { code: 'TARGET_OUTLOOK_INVALID' } });
  });
});
