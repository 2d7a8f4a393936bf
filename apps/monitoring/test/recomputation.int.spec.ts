/** Weeks and months of sections worked out anew on somebody's word. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { policyOf } from '../src/policy.js';
import { insertRecomputation } from '../src/recomputation/recomputation.store.js';
import { recompute } from '../src/recomputation/recompute.js';
import { feedRecord, type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, registerCity, subjects } from './sample-city.js';

const SECTIONS = subjects.filter(({ kind }) => kind === 'section').slice(0, 3);
const ids = SECTIONS.map(({ id }) => id);
const [FIRST, SECOND] = ids as [string, string];
const policy = policyOf(await loadPack('packs/default-district'));
let service: MonitoringService;

/** One clean row a day of all sections, over days that are all of one month or the next. */
const send = (days: readonly string[]): Promise<void> =>
  service.sendPackets(
    days.flatMap((day, n) =>
      ids.map((code) => {
        const values = { ph: '7', do: '8', codmn: '1.5', nh3n: '0.4', tp: `0.0${2 + (n % 3)}` };
        return feedRecord('sections', { code, time: `${day} 08:00`, ...values }, shanghai(`${day} 08:20`));
      }),
    ),
  );
const register = async (id: string): Promise<void> => {
  const { body } = await service.get<Record<string, unknown>>(`/sections/${id}`);
  const { id: _id, version, latest: _latest, retired: _retired, ...rest } = body;
  const water = { ...(rest['water'] as object), target: 3, levels: ['省控'] };
  expect(await service.put(`/sections/${id}`, { ...rest, water, expectedVersion: version })).toMatchObject({
    status: 200,
  });
};
const days = (month: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${month}-${String(from + n).padStart(2, '0')}`);
const numbers = () => service.dataOf(MonitoringIndicator);
const ask = async (wish: object): Promise<Record<string, unknown>> => {
  const asked = await service.post('/recomputations', { kind: 'water', reason: '数据更正', ...wish });
  expect(asked).toMatchObject({ status: 202, body: { kind: 'water', percent: 0, finishedAt: null } });
  await service.settle();
  return (await service.get(`/recomputations/${String(asked.body['id'])}`)).body;
};
/** Ammonia of some days as it stands where a value was taken in wrongly and nobody was told. */
const setAmmonia = (section: string, month: string, value: string) =>
  service.db.query(
    `update section_row set item_values = item_values || jsonb_build_object('nh3n', $3::text)
      where section_id = $1 and to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') = $2`,
    [section, month, value],
  );

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-06 12:00'));
  await registerCity(service, ({ id }) => ids.includes(id));
  for (const id of ids) await register(id);
  await send([...days('2026-04', 6, 30)]);
  await service.settle();
  await service.setClock(shanghai('2026-05-01 00:40'));
  await service.settle();
  await send([...days('2026-05', 1, 31)]);
  await service.settle();
  await service.setClock(shanghai('2026-06-01 00:40'));
  await service.settle();
}, 240_000);
afterAll(() => service?.stop());

describe('weeks and months of sections', () => {
  it('that come out the same are left alone', async () => {
    const before = numbers().length;
    expect(await ask({ from: '2026-04-01', to: '2026-05-31' })).toMatchObject({
      ...{ percent: 100, changedHours: 0, changedDays: 0, changedWeeks: 0, changedMonths: 0 },
      ...{ stationIds: null, sectionIds: null, areaId: null },
    });
    expect(numbers()).toHaveLength(before);
  });

  it('are worked out from the rows there are, with what rests on them, and say that they changed after closing', async () => {
    await setAmmonia(FIRST, '2026-04', '2.5');
    const before = numbers().length;
    // A week and a month are worked out whole: the span touches three weeks and one month.
    expect(await ask({ from: '2026-04-14', to: '2026-04-28', sectionIds: [FIRST, SECOND] })).toMatchObject({
      ...{ percent: 100, changedWeeks: 3, changedMonths: 1, sectionIds: [FIRST, SECOND] },
    });
    const told = numbers()
      .slice(before)
      .map(({ definition, subject, period, value, revision }) => [
        definition,
        subject.id,
        period.label,
        value,
        revision,
      ]);
    const of = (definition: string) => told.filter(([name]) => name === definition);
    const area = areas.find(({ id }) => id === SECTIONS[0]!.area);
    expect(area).toBeDefined();
    expect(of('water.section.week.class').map(([, id, label, value]) => [id, label, value])).toEqual([
      [FIRST, '2026-W16', '6'],
      [FIRST, '2026-W17', '6'],
      [FIRST, '2026-W18', '5'],
    ]);
    // The weeks behind the span follow as far as they rest on it: the run of failing weeks ends later.
    expect(of('water.section.week.failing-running').map(([, , label, value]) => [label, value])).toEqual([
      ['2026-W16', '1'],
      ['2026-W17', '2'],
      ['2026-W18', '3'],
    ]);
    expect(
      of('water.network.week.good-sections').map(([, , label, value, revision]) => [label, value, revision]),
    ).toEqual([
      ['2026-W16', '2', 2],
      ['2026-W17', '2', 2],
      ['2026-W18', '2', 2],
    ]);
    expect(of('water.section.month.class').map(([, id, label, value]) => [id, label, value])).toEqual([
      [FIRST, '2026-04', '6'],
      // The month after says how it compares with this one.
      [FIRST, '2026-05', '2'],
    ]);
    expect(of('water.area.month.compliance-rate').length).toBeGreaterThan(0);
    const { items } = (
      await service.get<{ items: { isChangedAfterClosing: boolean }[] }>(
        `/monitoring-indicators?definition=water.section.month.class&subjectId=${FIRST}&to=${shanghai('2026-05-01 00:00')}`,
      )
    ).body;
    expect(items).toMatchObject([{ value: '6', revision: 2, isChangedAfterClosing: true }]);
    expect(told.filter(([, id]) => id === SECOND)).toEqual([]);
  });

  it('are asked for by area, and touch no other', async () => {
    await setAmmonia(FIRST, '2026-05', '1.8');
    await setAmmonia(SECOND, '2026-05', '1.8');
    const areaId = SECTIONS[0]!.area;
    const within = SECTIONS.filter(({ area }) => area === areaId).map(({ id }) => id);
    const done = await ask({ from: '2026-05-01', to: '2026-05-31', areaId });
    expect(done).toMatchObject({ areaId, sectionIds: within, stationIds: null, changedMonths: 1 });
    const { rows } = {
      rows: await service.db.query(`select new from audit where action = 'recomputation.request' order by at`),
    };
    expect(rows.at(-1)).toMatchObject({ new: { kind: 'water', areaId, sectionIds: within } });
  });

  it('never evaluated, of old rows, are evaluated then', async () => {
    await service.db.query(`delete from section_week where monday = '2026-05-04'`);
    const done = await ask({ from: '2026-05-06', to: '2026-05-06' });
    // Theirs, and three behind it of the section whose May was not looked at above.
    expect(done).toMatchObject({ changedWeeks: 6 });
  });
});

it('goes on where the last step that was kept ended, and ends once', async () => {
  const id = '01975c2e-0000-7000-8000-000000000001';
  const now = new Date(shanghai('2026-06-01 00:40'));
  await setAmmonia(SECOND, '2026-04', '1.3');
  // In one transaction, so that the job that looks for open ones does not see it.
  const percents = await runWithCause(systemCause('spec'), () =>
    service.db.transaction(async (tx) => {
      await insertRecomputation(tx, {
        ...{ id, kind: 'water', fromDay: '2018-01-01', toDay: '2026-12-31', stationIds: null, sectionIds: null },
        ...{ areaId: null, dustId: null, reason: 'spec', requestedAt: now, requestedBy: 'spec' },
      });
      const step = (): Promise<number> => recompute(tx, id, policy, now);
      // So many weeks that a step takes one section: three of them and the end.
      const before = [await step()];
      const lost = tx.transaction(async (inner) => {
        await recompute(inner, id, policy, now);
        throw new Error('killed before its commit');
      });
      await expect(lost).rejects.toThrow('killed');
      return [...before, await step(), await step(), await step(), await step()];
    }),
  );
  expect(percents).toEqual([25, 50, 75, 100, 100]);
  expect((await service.get(`/recomputations/${id}`)).body).toMatchObject({ percent: 100, changedMonths: 1 });
});

describe('who asks', () => {
  const wish = { kind: 'water', from: '2026-04-01', to: '2026-04-30', reason: '数据更正' };
  it.each([
    ['stations of water', { ...wish, stationIds: ['ST01'] }, 400, undefined],
    ['sections of air', { ...wish, kind: 'air', sectionIds: ['X'] }, 400, undefined],
    ['sections and an area', { ...wish, sectionIds: ['X'], areaId: 'C1' }, 400, undefined],
    ['a section nobody knows', { ...wish, sectionIds: [FIRST, 'NOWHERE'] }, 404, 'SUBJECT_NOT_FOUND'],
    ['a section as a station', { ...wish, kind: 'air', stationIds: [FIRST] }, 404, 'SUBJECT_NOT_FOUND'],
    ['an area nobody knows', { ...wish, areaId: 'nowhere' }, 422, 'AREA_UNKNOWN_INVALID'],
  ])('for %s is refused', async (_name, body, status, code) => {
    const answer = await service.post('/recomputations', body);
    expect(answer.status).toBe(status);
    if (code) expect(answer.body['code']).toBe(code);
  });

  it('has to reach all of them', async () => {
    const answer = await service.call(
      { permissions: ['data.review'], unitId: 'nobody' },
      'POST',
      '/recomputations',
      wish,
    );
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_UNIT' } });
  });
});
