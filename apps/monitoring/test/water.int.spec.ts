import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { between, expected, registerCity, rowsOf, sectionRow } from './sample-city.js';

const rows = rowsOf('sections.csv.gz');
let service: MonitoringService;

const current = (definition: string, subject: string, label: string): IndicatorData | undefined =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === definition && one.subject.id === subject && one.period.label === label)
    .sort((a, b) => b.revision - a.revision)[0];
const ROMAN: Record<string, string> = { 1: 'Ⅰ', 2: 'Ⅱ', 3: 'Ⅲ', 4: 'Ⅳ', 5: 'Ⅴ', 6: '劣Ⅴ' };
const LABELS = ['2026-W29', '2026-W30', '2026-W31'];

/** Sends rows of a span and moves the clock to a wall time, where what is due is done. */
const play = async (after: string, until: string, clock: string): Promise<void> => {
  await service.sendPackets(between(rows, after, until).map(sectionRow));
  await service.settle();
  await service.setClock(shanghai(clock));
  await service.settle();
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-09 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section');
}, 120_000);
afterAll(() => service?.stop());

it('does not evaluate a week without rows on each of its days', async () => {
  await play('2026-07-09 00:00', '2026-07-13 00:00', '2026-07-13 00:40');
  expect(current('water.section.week.class', 'DM01', '2026-W28')).toMatchObject({
    value: null,
    valid: false,
    invalidReason: '以下各日没有数据：2026-07-06、2026-07-07、2026-07-08',
    coverage: { valid: 4, expected: 7 },
  });
  expect(current('water.network.week.good-sections', 'water', '2026-W28')).toMatchObject({ value: null, valid: false });
});

describe('the weeks of the season', () => {
  beforeAll(async () => {
    await play('2026-07-13 00:00', '2026-07-20 00:00', '2026-07-20 00:40');
    await play('2026-07-20 00:00', '2026-07-27 00:00', '2026-07-27 00:40');
    await play('2026-07-27 00:00', '2026-08-03 00:00', '2026-08-03 00:40');
  }, 120_000);

  it('have the expected classes, means and counts of failing weeks', () => {
    expected.water.weeks.forEach(
      (
        week: {
          goodSections: number;
          sections: Record<
            string,
            { class: string; failingCount: number; rows: number; means: Record<string, string>; deciding: string[] }
          >;
        },
        n: number,
      ) => {
        const label = LABELS[n]!;
        for (const [section, figures] of Object.entries(week.sections)) {
          const found = current('water.section.week.class', section, label)!;
          // The held values of the last week are known only later; its class is the same either way.
          const isHeld = n === 2 && section === 'DM04';
          if (!isHeld)
            expect({ section, label, means: found.details['means'] }).toMatchObject({ means: figures.means });
          expect([section, label, ROMAN[found.value!], found.details['className']]).toEqual([
            section,
            label,
            figures.class,
            figures.class,
          ]);
          expect(found.details['rowCount']).toBe(figures.rows);
          if (!isHeld) expect(found.details['deciding']).toEqual(figures.deciding);
          expect(current('water.section.week.failing-running', section, label)).toMatchObject({
            value: String(figures.failingCount),
          });
        }
        expect(current('water.network.week.good-sections', 'water', label)).toMatchObject({
          value: String(week.goodSections),
          denominator: '9',
          period: { kind: 'week' },
        });
      },
    );
  });

  it('say which are worse than class Ⅴ', () => {
    expect(current('water.network.week.good-sections', 'water', '2026-W30')?.details['worseThanV']).toEqual(['DM02']);
    expect(current('water.network.week.good-sections', 'water', '2026-W31')?.details['worseThanV']).toEqual(['DM06']);
  });

  it('rest on their rows, each of them on its packet', async () => {
    const week = (
      await service.get<{ items: { id: string }[] }>(
        '/monitoring-indicators?definition=water.section.week.class&subjectId=DM01&limit=1',
      )
    ).body.items[0]!;
    const first = await service.get<{ basis: { references: { kind: string; id: string }[] } }>(
      `/evidence/monitoring/indicator/${week.id}`,
    );
    expect(first.body.basis.references).toHaveLength(95);
    const [row] = first.body.basis.references;
    expect(row?.kind).toBe('section-row');
    const second = await service.get<{ basis: { references: { kind: string; id: string }[] } }>(
      `/evidence/monitoring/section-row/${encodeURIComponent(row!.id)}`,
    );
    expect(second.body.basis.references.map(({ kind }) => kind)).toEqual([
      ...Array<string>(9).fill('reading'),
      'packet',
    ]);
  });
});

describe('values an analyser is stuck at', () => {
  const [held] = expected.water.held;
  it('are held from the tenth on, and the week they were counted in is corrected', async () => {
    expect(current('water.section.week.class', 'DM04', '2026-W31')).toMatchObject({
      revision: 1,
      details: { means: { codmn: '7.3' }, held: [] },
    });
    await play('2026-08-03 00:00', '2026-08-04 06:00', '2026-08-04 09:00');
    const { body } = await service.get<{ items: Record<string, unknown>[] }>('/data-reviews?state=held');
    expect(body.items).toMatchObject([
      {
        sectionId: 'DM04',
        item: 'codmn',
        value: '46.56',
        count: held.rows,
        firstAt: shanghai(held.from),
        lastAt: shanghai(held.to),
        state: 'held',
      },
    ]);
    const corrected = current('water.section.week.class', 'DM04', '2026-W31')!;
    expect(corrected).toMatchObject({ value: '4', details: { means: { codmn: held.weekWithout } } });
    expect(corrected.revision).toBeGreaterThan(1);
    expect(corrected.details['held']).toMatchObject([{ item: 'codmn', value: '46.56', count: 16 }]);
    const overview = (await service.get('/monitoring-overview')).body;
    expect(overview).toMatchObject({
      heldValues: 1,
      sections: { label: '2026-W31', byClass: { Ⅲ: 2, Ⅳ: 4, Ⅴ: 2, 劣Ⅴ: 1 } },
    });
  });

  it('count again once a person has released them, and never again once excluded', async () => {
    const { body } = await service.get<{ items: { id: string }[] }>('/data-reviews?state=held');
    const path = `/data-reviews/${body.items[0]!.id}/decision`;
    expect(await service.post(path, { decision: 'release', reason: '?' })).toMatchObject({ status: 400 });
    expect(
      await service.post(path, { decision: 'release', reason: 'measured by hand' }, ['monitoring.read']),
    ).toMatchObject({ status: 403 });
    expect(await service.post(path, { decision: 'release', reason: 'measured by hand' })).toMatchObject({
      status: 200,
      body: { state: 'released' },
    });
    await service.settle();
    expect(current('water.section.week.class', 'DM04', '2026-W31')).toMatchObject({
      details: { means: { codmn: '7.3' } },
    });
    expect(await service.post(path, { decision: 'exclude', reason: 'reagent line broken' })).toMatchObject({
      status: 200,
      body: { state: 'excluded', decidedBy: 'Spec' },
    });
    await service.settle();
    expect(current('water.section.week.class', 'DM04', '2026-W31')).toMatchObject({
      details: { means: { codmn: '5.1' } },
    });
    const last = service
      .events('monitoring.indicators')
      .findLast(({ data }) => (data as IndicatorData).definition === 'water.section.week.class');
    expect(last?.occurredAt).toBe(shanghai('2026-08-04 09:00'));
  });
});

it('values taken out say so in the chain of the figure that left them out, and lead to the decision', async () => {
  const { body } = await service.get<{ items: { id: string }[] }>(
    '/monitoring-indicators?definition=water.section.week.class&subjectId=DM04&limit=1',
  );
  type Linked = { record: { facts: { label: string; value: string }[] }; basis: { references: Cited[] } };
  type Cited = { kind: string; id: string };
  const link = async ({ kind, id }: Cited) =>
    (await service.get<Linked>(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`)).body;
  const week = await link({ kind: 'indicator', id: body.items[0]!.id });
  expect(week.record.facts).toEqual(
    expect.arrayContaining([
      { label: '数值', value: 'Ⅳ', unit: '类' },
      { label: '目标类别', value: 'Ⅲ类' },
      { label: '高锰酸盐指数均值', value: '5.1', unit: 'mg/L' },
      { label: '剔除的数据', value: '高锰酸盐指数 46.56mg/L，16个' },
    ]),
  );
  const rows = await Promise.all(week.basis.references.map(link));
  const stuck = rows.filter(({ record }) => record.facts.some(({ value }) => value === '46.56'));
  expect(stuck.length).toBeGreaterThan(0);
  for (const row of stuck) {
    expect(row.record.facts).toContainEqual({
      label: '高锰酸盐指数审核',
      value: `已剔除不参加统计（${shanghai('2026-08-04 09:00')}，reagent line broken）`,
    });
    const decision = await link(row.basis.references.find(({ kind }) => kind === 'held-value')!);
    expect(decision.record.facts).toContainEqual({ label: '状态', value: '已剔除不参加统计' });
  }
  const others = rows.filter((row) => !stuck.includes(row));
  expect(others.flatMap(({ basis }) => basis.references).some(({ kind }) => kind === 'held-value')).toBe(false);
});

describe('values held of a section with a declared level', () => {
  const EXCLUDE = { decision: 'exclude', reason: 'reagent line broken' };
  const MEANS = { without: '5.1', withThem: '7.3' };
  let path = '';
  let id = '';
  const as = (personId: string, way: string, body: unknown, unitId = 'city') =>
    service.call(
      { permissions: ['data.review', 'data.confirm-void', 'data.annotate'], personId, name: personId, unitId },
      'POST',
      `${path}/${way}`,
      body,
    );
  const declare = async (more: Record<string, unknown>): Promise<void> => {
    const { body } = await service.get('/sections/DM04');
    const { latest: _latest, version, id: _id, ...state } = body;
    const water = { ...(state['water'] as object), levels: more['levels'] };
    const answer = await service.put('/sections/DM04', { ...state, water, expectedVersion: version });
    expect(answer.status).toBe(200);
  };
  const codmn = async (): Promise<unknown> => {
    await service.settle();
    return (current('water.section.week.class', 'DM04', '2026-W31')!.details['means'] as Record<string, string>)[
      'codmn'
    ];
  };
  const seen = async (state: string) =>
    (await service.get<{ items: Record<string, unknown>[] }>(`/data-reviews?state=${state}`)).body.items;

  beforeAll(async () => {
    id = (await seen('excluded'))[0]!['id'] as string;
    path = `/data-reviews/${id}`;
  });

  it('may be released and annotated, never excluded, where others run it', async () => {
    await declare({ levels: ['国控'] });
    expect(await as('li', 'decision', { decision: 'release', reason: 'not ours' })).toMatchObject({
      status: 200,
      body: { state: 'released', ownership: 'foreign', nextActions: ['release'] },
    });
    expect(await codmn()).toBe(MEANS.withThem);
    expect(await as('li', 'decision', EXCLUDE)).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN_FOREIGN_NETWORK' },
    });
    const noted = await as('li', 'notes', { note: 'the operator was asked' });
    expect(noted).toMatchObject({ status: 200, body: { state: 'released' } });
    expect((noted.body['steps'] as Record<string, unknown>[]).at(-1)).toMatchObject({
      action: 'annotate',
      name: 'li',
      reason: 'the operator was asked',
    });
    expect(await codmn()).toBe(MEANS.withThem);
  });

  it('are nothing to units that do not answer for the section', async () => {
    for (const [way, body] of [
      ['decision', { decision: 'release', reason: 'not mine' }],
      ['notes', { note: 'not mine' }],
    ] as const)
      expect(await as('li', way, body, 'area-f')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_UNIT' } });
  });

  it('leave the means of an own section by two persons only, and come back the same way', async () => {
    await declare({ levels: ['县控'] });
    const asked = await as('li', 'decision', EXCLUDE);
    expect(asked).toMatchObject({
      status: 200,
      body: { state: 'released', asked: 'exclude', ownership: 'own', nextActions: ['withdraw'] },
    });
    expect(await codmn()).toBe(MEANS.withThem);
    expect(await seen('asked')).toMatchObject([{ id, nextActions: ['confirm', 'refuse'] }]);
    const word = { decision: 'confirm', reason: 'seen on site', expectedVersion: asked.body['version'] };
    expect(await as('li', 'confirmation', word)).toMatchObject({
      status: 409,
      body: { code: 'HOUR_VOID_SAME_PERSON' },
    });
    expect(await as('wang', 'confirmation', { ...word, expectedVersion: 1 })).toMatchObject({
      body: { code: 'STATE_CHANGED_MEANWHILE' },
    });
    expect((await service.post(`${path}/confirmation`, word, ['data.review'])).status).toBe(403);
    expect(await codmn()).toBe(MEANS.withThem);
    const out = await as('wang', 'confirmation', word);
    expect(out).toMatchObject({ status: 200, body: { state: 'excluded', asked: null, decidedBy: 'wang' } });
    expect(await codmn()).toBe(MEANS.without);
    expect(await as('li', 'decision', { decision: 'release', reason: 'it was right' })).toMatchObject({
      body: { state: 'excluded', asked: 'release' },
    });
    expect(await codmn()).toBe(MEANS.without);
    const { body } = await as('li', 'withdrawal', {
      reason: 'it was not',
      expectedVersion: (out.body['version'] as number) + 1,
    });
    expect(body).toMatchObject({ state: 'excluded', asked: null });
    const audited = await service.db.query<{ action: string }[]>(
      `select a.action from audit a where a.action like 'held-values.%' order by a.seq desc limit 4`,
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'held-values.withdraw',
      'held-values.release',
      'held-values.confirm',
      'held-values.exclude',
    ]);
  });
});

it('does not call a section silent that nobody watches', async () => {
  await service.setClock(shanghai('2026-08-07 00:40'));
  await service.settle();
  expect(service.events('monitoring.exceedances')).toEqual([]);
});

it('several rows of the hours in which one is due do not pay for empty hours or days', async () => {
  const { body } = await service.get('/sections/DM04');
  const { latest: _latest, version: _version, id: _id, ...state } = body;
  expect((await service.put('/sections/DM98', { ...state, name: 'another', expectedVersion: 0 })).status).toBe(200);
  const device = {
    mn: 'MN-DM98',
    subject: { kind: 'section', id: 'DM98' },
    password: 'secret',
    protocol: 'HJ212-2017',
    profile: { hourLabelOffsetMinutes: 60, units: {} },
    silenceAfterHours: null,
    expectedVersion: 0,
  };
  expect((await service.put('/devices/D-DM98', device)).status).toBe(200);
  const hours = ['00', '01', '02', '03', '04', '05', '06', '07'];
  await service.sendPackets(
    hours.map((hour) => sectionRow({ ...rows[0], code: 'DM98', time: `2026-08-04 ${hour}:00` })),
  );
  await service.settle();
  const { items } = (
    await service.get<{ items: { subject: { id: string } }[] }>('/coverage?kind=section&from=2026-08-03&to=2026-08-06')
  ).body;
  // A row at midnight belongs to the day it lies in, and so does the beginning.
  expect(items.find(({ subject }) => subject.id === 'DM98')).toMatchObject({
    since: '2026-08-04',
    duePerDay: 6,
    // The row of 20:00 of the last day is not late yet.
    due: [0, 6, 6, 5],
    received: [0, 2, 0, 0],
  });
  const health = await service.get<{ items: { id: string; availability: string }[] }>('/device-health?days=4');
  expect(health.body.items.find(({ id }) => id === 'D-DM98')).toMatchObject({ availability: '11.8' });
});
