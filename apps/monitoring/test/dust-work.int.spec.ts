/** What rests on dust days, worked out in steps: broken off and gone on with, and while stations move. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { reassessAreas } from '../src/air/reassess-areas.js';
import { insertRecognition, lockRecognition, saveWithdrawal } from '../src/dust-day/dust-day.store.js';
import { requestFigures } from '../src/dust-day/request-figures.js';
import { policyOf } from '../src/policy.js';
import { openRecomputations } from '../src/recomputation/recomputation.store.js';
import { recompute } from '../src/recomputation/recompute.js';
import { findSubject, upsertSubject } from '../src/register/register.store.js';
import { lockSubjects } from '../src/subject/subject-lock.store.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, between, nationalHour, registerCity, rowsOf } from './sample-city.js';

const CITY = areas.find(({ level }) => level === 'city')!.id;
const COUNTIES = areas.flatMap(({ id, level }) => (level === 'county' ? [id] : [])).sort();
const [FIRST, SECOND, THIRD] = COUNTIES as [string, string, string];
const [STAYING, MOVING] = ['ST01', 'ST03'];
const DUSTY = ['2026-05-10', '2026-05-11'];
const PAPER = { document: '关于2026年5月沙尘天气过程认定的通知', documentDate: '2026-05-20' };
const NOW = new Date(shanghai('2026-06-01 00:40'));
const policy = policyOf(await loadPack('packs/default-district'));
let service: MonitoringService;

/** All in one transaction, so that the job that looks for open work does not see it. */
const inOne = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  runWithCause(systemCause('spec'), () => service.db.transaction(work));
const months = (areaId: string) =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === 'air.area.month.pm10' && one.subject.id === areaId);
const dustOf = (areaId: string) => months(areaId).at(-1)?.details as { dustDates?: string[] } | undefined;
/** Figures to date of the station that moves, as they were told last. */
const figures = (): Record<string, string | null> =>
  Object.fromEntries(
    service
      .dataOf(MonitoringIndicator)
      .filter((one) => one.definition === 'air.station.cutoff.pm10' && one.subject.id === MOVING)
      .map(({ period, value }) => [period.label, value]),
  );
const recognise = (areaId: string) => service.post('/dust-days', { areaId, from: DUSTY[0], to: DUSTY[1], ...PAPER });
const percentOf = async (id: string, query = ''): Promise<unknown> =>
  (await service.get<{ items: { id: string; percent: number }[] }>(`/dust-days${query}`)).body.items.find(
    (one) => one.id === id,
  )?.percent;

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-30 00:00'));
  await registerCity(service, ({ id }) => id === STAYING || id === MOVING);
  const { body } = await service.get<Record<string, unknown>>(`/stations/${MOVING}`);
  const { id: _id, version, latest: _latest, retired: _retired, ...rest } = body;
  const put = await service.put(`/stations/${MOVING}`, { ...rest, areaId: SECOND, expectedVersion: version });
  expect(put.status).toBe(200);
  const watched = await service.call({ permissions: ['target.manage'], unitId: 'city' }, 'POST', '/targets', {
    definition: 'air.station.cutoff.pm10',
    subject: { kind: 'station', id: MOVING },
    period: { label: '2026-05', from: '2026-05-01', to: '2026-05-31' },
    value: '60',
    document: '示例办〔2026〕2号',
  });
  expect(watched.status).toBe(201);
  const rows = between(rowsOf('air-national-hourly.csv.gz'), '2026-05-01 00:00', '2026-06-01 00:00');
  const own = rows.filter(({ code }) => code === STAYING || code === MOVING);
  await service.sendPackets(own.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(NOW.toISOString());
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

it('goes on where the last step that was kept ended, and ends once', async () => {
  const id = '01975c2e-0000-7000-8000-000000000002';
  const before = [FIRST, SECOND].map((area) => months(area).length);
  expect(before.every((count) => count > 0)).toBe(true);
  const percents = await inOne(async (tx) => {
    const one = {
      ...{ id, areaId: CITY, stationIds: null, fromDay: DUSTY[0]!, toDay: DUSTY[1]! },
      ...{ document: PAPER.document, documentNumber: null, documentDay: PAPER.documentDate },
      ...{ recordedAt: NOW, recordedBy: 'spec', withdrawnAt: null, withdrawnBy: null, withdrawnReason: null },
    };
    await insertRecognition(tx, one);
    const { recomputationId } = await requestFigures(tx, one, NOW, PAPER.document);
    const step = (): Promise<number> => recompute(tx, recomputationId, policy, NOW);
    const first = await step();
    const lost = tx.transaction(async (inner) => {
      await recompute(inner, recomputationId, policy, NOW);
      throw new Error('killed before its commit');
    });
    await expect(lost).rejects.toThrow('killed');
    expect(await openRecomputations(tx, 10)).toContain(recomputationId);
    const rest: number[] = [];
    // The other areas, the stations, and once more behind the end.
    for (let n = 0; n <= COUNTIES.length; n++) rest.push(await step());
    expect(await openRecomputations(tx, 10)).not.toContain(recomputationId);
    return [first, ...rest];
  });
  const steps = COUNTIES.length + 1;
  expect(percents).toEqual([...Array.from({ length: steps }, (_, n) => Math.floor(((n + 1) * 100) / steps)), 100]);
  await service.settle();
  expect([FIRST, SECOND].map((area) => months(area).length)).toEqual(before.map((count) => count + 1));
  expect([FIRST, SECOND].map((area) => dustOf(area)?.dustDates)).toEqual([DUSTY, DUSTY]);
  expect(await percentOf(id)).toBe(100);
  expect((await service.post(`/dust-days/${id}/withdraw`, { reason: '通知已更正' })).status).toBe(200);
  await service.settle();
  expect([FIRST, SECOND].map((area) => dustOf(area)?.dustDates)).toEqual([undefined, undefined]);
});

it('reaches a station that leaves before the withdrawal is worked out', async () => {
  const plain = figures();
  expect(Object.keys(plain).length).toBeGreaterThan(0);
  const { body } = await recognise(SECOND);
  const id = String(body['id']);
  await service.settle();
  expect(figures()).not.toEqual(plain);
  await inOne(async (tx) => {
    const withdrawn = { withdrawnAt: NOW, withdrawnBy: 'spec', withdrawnReason: '通知已更正' };
    const one = { ...(await lockRecognition(tx, id))!, ...withdrawn };
    await saveWithdrawal(tx, one);
    const { recomputationId } = await requestFigures(tx, one, NOW, '通知已更正');
    const there = (await findSubject(tx, MOVING))!;
    const gone = { ...there, areaId: THIRD };
    await upsertSubject(tx, gone);
    await reassessAreas(tx, there, gone, NOW, policy);
    while ((await recompute(tx, recomputationId, policy, NOW)) < 100);
  });
  await service.settle();
  expect(figures()).toEqual(plain);
});

it('reaches a station that came in before the recognition was known where it moved', async () => {
  const plain = figures();
  const { body } = await inOne(async (tx) => {
    // A move holds its areas, and here has read the recognitions before there was this one.
    await lockSubjects(tx, [`area ${SECOND}`, `area ${THIRD}`]);
    const answer = await recognise(SECOND);
    const there = (await findSubject(tx, MOVING))!;
    await upsertSubject(tx, { ...there, areaId: SECOND });
    return answer;
  });
  await service.settle();
  expect(figures()).not.toEqual(plain);
  expect((await service.post(`/dust-days/${String(body['id'])}/withdraw`, { reason: '通知已更正' })).status).toBe(200);
  await service.settle();
  expect(figures()).toEqual(plain);
});

it('is recorded once where two say the same at once, and says how far it is', async () => {
  const answers = await Promise.all([recognise(FIRST), recognise(FIRST), recognise(FIRST)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const { id, percent } = answers.find(({ status }) => status === 201)!.body as { id: string; percent: number };
  expect(percent).toBe(0);
  await service.settle();
  expect(await percentOf(id)).toBe(100);
  const { body } = await service.get<{ items: object[] }>('/recomputations?limit=1');
  expect(body.items).toMatchObject([
    { kind: 'dust', dustId: id, areaId: FIRST, stationIds: [STAYING], sectionIds: null, percent: 100 },
  ]);
  expect((await service.post(`/dust-days/${id}/withdraw`, { reason: '通知已更正' })).body).toMatchObject({
    percent: 0,
  });
  await service.settle();
  expect(await percentOf(id, '?withdrawn=true')).toBe(100);
});
