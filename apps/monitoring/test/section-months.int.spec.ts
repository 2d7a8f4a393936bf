import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, feedRecord, shanghai, startMonitoring } from './monitoring-service.js';
import { between, registerCity, rowsOf, sectionRow } from './sample-city.js';

interface Month {
  readonly month: string;
  readonly finality: string;
  readonly state: string;
  readonly waterClass: number | null;
  readonly target: number | null;
  readonly isCompliant: boolean | null;
  readonly items: readonly { readonly item: string; readonly value: string; readonly waterClass: number }[];
  readonly exceeding: readonly { readonly item: string; readonly multiple: string | null }[];
  readonly failing: { readonly count: number; readonly skippedMonths: readonly string[] } | null;
  readonly rowCount: number;
  readonly days: number;
  readonly heldItems: readonly string[];
  readonly againstLastMonth: string | null;
  readonly gap: { readonly items: readonly { readonly item: string; readonly amount: string }[] } | null;
}

const rows = rowsOf('sections.csv.gz');
let service: MonitoringService;

const monthsOf = async (id: string, query = ''): Promise<Month[]> =>
  (await service.get<{ months: Month[] }>(`/sections/${id}/months${query}`)).body.months;
const valueOf = (month: Month | undefined, item: string): string | undefined =>
  month?.items.find((one) => one.item === item)?.value;
/** Arithmetic mean in plain numbers, which none of the code under test uses. */
const meanOf = (code: string, item: string, after: string, until: string): number => {
  const values = between(rows, after, until)
    .filter((row) => row['code'] === code && /^\d/.test(row[item] ?? ''))
    .map((row) => Number(row[item]));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};
const play = async (after: string, until: string, clock: string): Promise<void> => {
  await service.sendPackets(between(rows, after, until).map(sectionRow));
  await service.settle();
  await service.setClock(shanghai(clock));
  await service.settle();
};
const stale = async (): Promise<number> =>
  Number((await service.db.query('select count(*) as n from section_month where is_stale'))[0].n);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-09 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section');
  await play('2026-07-09 00:00', '2026-07-27 00:00', '2026-07-27 00:40');
}, 120_000);
afterAll(() => service?.stop());

describe('a month of a section', () => {
  it('is provisional while it lasts, of the rows there are', async () => {
    const [july] = await monthsOf('DM01');
    expect(july).toMatchObject({ month: '2026-07', finality: 'provisional', state: 'evaluated', days: 18 });
    // Its class is shown; it stands in no run and no rate before it is closed.
    expect(july).toMatchObject({ isClosed: false, failing: null, dataState: 'realtime' });
    expect((await service.get<{ years: unknown[] }>('/sections/DM01/months')).body.years).toEqual([]);
    for (const item of ['do', 'codmn'])
      expect(valueOf(july, item)).toBe(meanOf('DM01', item, '2026-07-09 00:00', '2026-07-27 00:00').toFixed(1));
    expect(valueOf(july, 'nh3n')).toBe(meanOf('DM01', 'nh3n', '2026-07-09 00:00', '2026-07-27 00:00').toFixed(2));
    expect(await stale()).toBe(9);
  });

  it('is closed by the seal that follows it, and is kept', async () => {
    await play('2026-07-27 00:00', '2026-08-01 00:00', '2026-08-02 00:40');
    const [august, july] = await monthsOf('DM02');
    expect(august).toMatchObject({ month: '2026-08', finality: 'provisional', state: 'missing', rowCount: 0 });
    expect(july).toMatchObject({
      month: '2026-07',
      finality: 'provisional',
      isCompliant: false,
      failing: { count: 1 },
    });
    expect(july).toMatchObject({ isClosed: true, dataState: 'realtime' });
    expect(august).toMatchObject({ isClosed: false, failing: null });
    expect(valueOf(july, 'codmn')).toBe(meanOf('DM02', 'codmn', '2026-07-09 00:00', '2026-08-01 00:00').toFixed(1));
    expect(july?.gap?.items.map(({ item }) => item)).toEqual(july?.exceeding.map(({ item }) => item));
    expect(await stale()).toBe(0);
  });

  it('changes with a late row, and is kept again by the next seal', async () => {
    const late = { code: 'DM02', time: '2026-07-31 22:00', ph: '7.2', do: '7', codmn: '9000', nh3n: '0.1', tp: '0.1' };
    const [, before] = await monthsOf('DM02');
    await service.sendPackets([feedRecord('sections', late, shanghai('2026-08-02 00:39'))]);
    await service.settle();
    expect(await stale()).toBe(1);
    const [, after] = await monthsOf('DM02');
    expect(after).toMatchObject({ waterClass: 6, rowCount: before!.rowCount + 1 });
    await service.setClock(shanghai('2026-08-03 00:40'));
    await service.settle();
    expect(await stale()).toBe(0);
    expect((await monthsOf('DM02'))[1]).toEqual(after);
  });

  it('keeps to itself what the weeks say over its days', async () => {
    const { body } = await service.get('/sections/DM01/window?from=2026-07-13&to=2026-07-19');
    const week = service
      .dataOf(MonitoringIndicator)
      .find((one) => one.definition === 'water.section.week.class' && one.subject.id === 'DM01' && one.value !== null);
    expect(week?.period.label).toBe('2026-W29');
    expect(body).toMatchObject({ finality: 'provisional', days: 7, daysOfWindow: 7, waterClass: Number(week?.value) });
    const items = body['items'] as { item: string; value: string }[];
    for (const { item, value } of items) expect((week?.details['means'] as Record<string, string>)[item]).toBe(value);
    expect(await service.get('/sections/DM01/window?from=2026-07-13&to=2026-07-12')).toMatchObject({ status: 400 });
    expect(await service.get('/sections/nowhere/months')).toMatchObject({ status: 404 });
    expect(await service.get('/sections/DM01/months', [])).toMatchObject({ status: 403 });
  });
});

it('a closed month is final once all its rows have been reviewed, and so are its window and its year', async () => {
  interface Years {
    years: { finality: string; dataState: string; counted: string[]; compliance: { evaluated: number } }[];
  }
  const year = async (to: number) => {
    const { body } = await service.get<Years>(`/sections/DM03/years?year=2026&from=7&to=${to}`);
    return body.years[0];
  };
  expect(await year(7)).toMatchObject({ finality: 'provisional', dataState: 'realtime' });
  await service.db.query(`update section_row set data_state = 'reviewed' where section_id = 'DM03'`);
  await service.db.query(`update section_month set is_stale = true where section_id = 'DM03'`);
  const [august, july] = await monthsOf('DM03');
  expect(july).toMatchObject({ finality: 'final', dataState: 'reviewed', isClosed: true });
  expect(august).toMatchObject({ finality: 'provisional', isClosed: false });
  expect(await service.get('/sections/DM03/window?from=2026-07-13&to=2026-07-19')).toMatchObject({
    body: { finality: 'final' },
  });
  expect(await year(7)).toMatchObject({ finality: 'final', dataState: 'reviewed', compliance: { evaluated: 1 } });
  expect(await year(8)).toMatchObject({ finality: 'provisional', counted: ['07'], compliance: { evaluated: 1 } });
});

describe('the target of a year', () => {
  const wish = { year: 2026, target: 5, basis: '水环境质量目标 2026', expectedCount: 0 };
  it('stands before that of the register, with its history, for months and weeks', async () => {
    expect(await service.post('/sections/DM02/targets', wish, ['monitoring.read'])).toMatchObject({ status: 403 });
    expect(await service.post('/sections/DM02/targets', { ...wish, target: 6 })).toMatchObject({ status: 400 });
    expect(await service.post('/sections/DM02/targets', wish)).toMatchObject({
      status: 200,
      body: { statements: [{ year: 2026, target: 5, recordedOn: '2026-08-03', recordedBy: 'Spec' }] },
    });
    expect(await service.post('/sections/DM02/targets', wish)).toMatchObject({
      status: 409,
      body: { code: 'STATE_CHANGED_MEANWHILE' },
    });
    expect(await service.post('/sections/DM02/targets', { ...wish, expectedCount: 1 })).toMatchObject({
      body: { code: 'TARGET_UNCHANGED' },
    });
    expect((await monthsOf('DM02'))[1]).toMatchObject({ month: '2026-07', target: 5 });
    await service.settle();
    const weeks = service
      .dataOf(MonitoringIndicator)
      .filter((one) => one.definition === 'water.section.week.class' && one.subject.id === 'DM02');
    expect(weeks.at(-1)?.details['target']).toBe(5);
    const audited = await service.db.query(`select action from audit where action = 'section-target.record'`);
    expect(audited).toHaveLength(1);
  });
});

describe('a section without water', () => {
  const record = { state: 'dry', from: '2026-08-01', to: null, reason: '断流', proof: ['信函〔2026〕8号'] };
  it('is neither compliant nor failing, and the run of failing months goes on behind it', async () => {
    expect(await service.post('/sections/DM06/absences', { ...record, proof: [] })).toMatchObject({
      status: 409,
      body: { code: 'ABSENCE_PROOF_MISSING' },
    });
    expect(await service.post('/sections/DM06/absences', { ...record, from: '2026-09-01' })).toMatchObject({
      body: { code: 'ABSENCE_DATES' },
    });
    const { body } = await service.post('/sections/DM06/absences', record);
    expect((await monthsOf('DM06'))[0]).toMatchObject({ state: 'dry', isCompliant: null, waterClass: null });
    const path = `/section-absences/${String(body['id'])}/correction`;
    const withdraw = { to: null, withdrawn: true, expectedVersion: 1, reason: '登记错误' };
    expect(await service.post(path, { ...withdraw, expectedVersion: 2 })).toMatchObject({ status: 409 });
    expect(await service.post(path, withdraw)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await monthsOf('DM06'))[0]).toMatchObject({ state: 'missing' });
    expect(await service.post(path, { ...withdraw, expectedVersion: 2 })).toMatchObject({
      body: { code: 'ABSENCE_WITHDRAWN' },
    });
  });
});

describe('the same months of years beside each other', () => {
  it('have one axis, a year without rows without a class, and no change to it', async () => {
    interface Years {
      years: { year: number; waterClass: number | null; counted: string[]; classes: (number | null)[] }[];
      against: { ratePoints: string | null }[];
    }
    const { status, body } = await service.get<Years>('/sections/DM01/years?year=2026&back=2&from=7&to=8');
    expect(status).toBe(200);
    expect(body).toMatchObject({ axis: ['07', '08'], gaps: 'OWN_MONTHS' });
    const [now, before] = body.years;
    const shown = await monthsOf('DM01');
    expect(now!.classes[0]).toBe(shown.find(({ month }) => month === '2026-07')?.waterClass);
    expect(before).toMatchObject({ year: 2025, waterClass: null, counted: [], classes: [null, null] });
    expect(body.against.map(({ ratePoints }) => ratePoints)).toEqual([null, null]);
  });

  it.each([
    ['?from=8&to=7', undefined, 400],
    ['?back=9', undefined, 400],
    ['', [], 403],
  ] as const)('are refused with %s', async (query, permissions, status) =>
    expect(await service.get(`/sections/DM01/years${query}`, permissions as never)).toMatchObject({ status }),
  );
});

it('tells nothing new to those who read published numbers', () => {
  const definitions = new Set(service.dataOf(MonitoringIndicator).map(({ definition }) => definition));
  expect([...definitions].sort()).toEqual([
    'water.network.week.good-sections',
    'water.section.week.class',
    'water.section.week.failing-running',
  ]);
});
