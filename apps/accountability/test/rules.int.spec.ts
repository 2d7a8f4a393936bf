import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WarningRaised, WarningUpdated } from '#libs/contracts/accountability.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import {
  ExceedanceEnded,
  ExceedanceStarted,
  ExceedanceUpdated,
  MonitoringIndicator,
  SilenceEnded,
  SilenceStarted,
} from '#libs/contracts/monitoring.events.js';
import { addDays } from '#libs/domain/calendar/shanghai.js';
import { eventually } from '#libs/testing/eventually.js';
import {
  type AccountabilityService,
  AREA_IDS,
  dayPeriod,
  number,
  sendCity,
  shanghai,
  startAccountability,
  unitOfArea,
  weekPeriod,
} from './accountability-service.js';

let service: AccountabilityService;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
}, 120_000);
afterAll(() => service?.stop());

const WEEKS = [
  weekPeriod('2026-W29', '2026-07-13'),
  weekPeriod('2026-W30', '2026-07-20'),
  weekPeriod('2026-W31', '2026-07-27'),
] as const;
const sectionWeek = (section: string, week: number, value: number | null, more: object = {}) =>
  number(
    'water.section.week.class',
    { kind: 'section', id: section },
    WEEKS[week]!,
    value === null ? null : String(value),
    {
      details: { target: 3 },
      ...more,
    },
  );
const seen = async (ruleClass: string, subject?: string) =>
  (await service.warnings(ruleClass)).filter((one) => subject === undefined || one.subject === subject);

describe('sections beyond their target', () => {
  it('says nothing of a first week, yellow in the second, graver in the third, and starts afresh after a good one', async () => {
    await service.send(MonitoringIndicator, [sectionWeek('DM04', 0, 4), sectionWeek('DM02', 0, 4)]);
    await service.settle();
    expect(await seen('section-failing')).toEqual([]);
    await service.send(MonitoringIndicator, [
      sectionWeek('DM04', 1, 4),
      sectionWeek('DM02', 1, 6),
      sectionWeek('DM08', 1, 5),
    ]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM04')).toMatchObject([
      {
        severity: 'yellow',
        count: 2,
        started: shanghai('2026-07-27'),
        // The larger share leads.
        unitIds: ['area-b', 'area-e'],
        title: '断面4：断面连续不达标',
        version: 1,
      },
    ]);
    await service.send(MonitoringIndicator, [
      sectionWeek('DM04', 2, 4),
      sectionWeek('DM02', 2, 5),
      sectionWeek('DM08', 2, 3),
    ]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM04')).toMatchObject([
      { count: 3, severity: 'orange', version: 2, ended: null },
    ]);
    expect(await seen('section-failing', 'section:DM08')).toEqual([]);
  });

  it('knows a week worse than class V as an event of its own, over when the week after is better', async () => {
    expect(await seen('section-worse-than-v')).toMatchObject([
      {
        subject: 'section:DM02',
        severity: 'red',
        started: shanghai('2026-07-27'),
        ended: shanghai('2026-08-03'),
        endReason: 'quiet',
      },
    ]);
  });

  it('lets a correction take a warning back: no cause, no warning', async () => {
    await service.send(MonitoringIndicator, [sectionWeek('DM08', 0, 4)]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM08')).toEqual([]);
    await service.send(MonitoringIndicator, [
      sectionWeek('DM08', 2, 5, { revision: 2, at: shanghai('2026-08-03 10:00') }),
    ]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM08')).toMatchObject([
      { count: 3, started: shanghai('2026-08-03 10:00'), ended: null },
    ]);
    await service.send(MonitoringIndicator, [
      sectionWeek('DM08', 2, 3, { revision: 3, at: shanghai('2026-08-03 11:00') }),
    ]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM08')).toMatchObject([
      { ended: shanghai('2026-08-03 11:00'), endReason: 'withdrawn' },
    ]);
  });

  it('passes over a week without enough rows', async () => {
    await service.send(MonitoringIndicator, [
      number('water.section.week.class', { kind: 'section', id: 'DM04' }, weekPeriod('2026-W32', '2026-08-03'), null),
    ]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM04')).toMatchObject([{ count: 3, ended: null, version: 2 }]);
  });

  it('rests on the weeks it counts, whatever lies between, and counts them all however long it lasts', async () => {
    const label = (n: number): string => `2026-W${n}`;
    const weekOf = (n: number, value: string | null, more: object = {}) =>
      number(
        'water.section.week.class',
        { kind: 'section', id: 'DM07' },
        weekPeriod(label(n), addDays('2026-07-13', 7 * (n - 29))),
        value,
        { details: { target: 3 }, ...more },
      );
    const sent = [weekOf(19, '4'), weekOf(20, null), ...[21, 22, 23, 24, 25, 26, 27].map((n) => weekOf(n, '4'))];
    await service.send(MonitoringIndicator, [...sent, weekOf(28, null)]);
    await service.settle();
    const counted = [27, 26, 25, 24, 23, 22, 21, 19].map((n) => ({ label: label(n), value: '4' }));
    expect(await seen('section-failing', 'section:DM07')).toMatchObject([
      { count: 8, period: label(27), details: { value: '4', periods: counted } },
    ]);
    // Corrected while the newest week says nothing: it stands by the newest that says something, and is told of once.
    await service.send(MonitoringIndicator, [weekOf(27, '5', { revision: 2, at: shanghai('2026-07-28 11:00') })]);
    await service.settle();
    const [standing] = await seen('section-failing', 'section:DM07');
    expect(standing).toMatchObject({ count: 8, period: label(27), details: { value: '5' } });
    expect(standing!.basis.references).toHaveLength(8);
    await service.send(MonitoringIndicator, [weekOf(28, null, { revision: 2, at: shanghai('2026-07-28 12:00') })]);
    await service.settle();
    expect(await seen('section-failing', 'section:DM07')).toMatchObject([{ version: standing!.version }]);
  });
});

describe('heavy pollution', () => {
  it('stays silent at 171 and speaks at 201', async () => {
    const day = (value: number, date: string) =>
      number('air.area.day.aqi', { kind: 'area', id: AREA_IDS[0] }, dayPeriod(date), String(value));
    await service.send(MonitoringIndicator, [day(171, '2026-06-26'), day(200, '2026-06-27')]);
    await service.settle();
    expect(await seen('heavy-pollution')).toEqual([]);
    await service.send(MonitoringIndicator, [day(201, '2026-06-28')]);
    await service.settle();
    expect(await seen('heavy-pollution')).toMatchObject([{ severity: 'red', opens: 'review-task' }]);
  });
});

const EXCEEDANCE = '01900000-0000-7000-8000-00000000e001';
const LABELS = ['10:00', '11:00', '12:00', '13:00', '14:00'];
const VALUES = ['58', '66', '71', '63', '54'];
const exceedance = (hours: number, endedAt: string | null = null): DataOf<typeof ExceedanceStarted> => ({
  exceedanceId: EXCEEDANCE,
  subject: { kind: 'outlet', id: 'OUT01' },
  factor: 'w01018',
  factorName: '化学需氧量',
  limit: '50',
  unit: 'mg/L',
  limitBasis: '示例排污许可证9901021号',
  startedAt: shanghai('2026-06-16 10:00'),
  hours: LABELS.slice(0, hours).map((label, index) => ({
    label: shanghai(`2026-06-16 ${label}`),
    value: VALUES[index]!,
  })),
  peak: VALUES.slice(0, hours).sort().at(-1)!,
  endedAt,
  basis: { references: [], query: null },
});

describe('an outlet above its limit', () => {
  const tell = async (hours: number): Promise<void> => {
    await service.send(hours === 1 ? ExceedanceStarted : ExceedanceUpdated, [
      { key: EXCEEDANCE, data: exceedance(hours), occurredAt: shanghai(`2026-06-16 ${LABELS[hours - 1]}`) },
    ]);
    await service.settle();
  };

  it('opens a problem at twelve, three hours running, and ends at three in the afternoon', async () => {
    await tell(1);
    await tell(2);
    expect(await seen('outlet-exceedance')).toEqual([]);
    await tell(3);
    expect(await seen('outlet-exceedance')).toMatchObject([
      { opens: 'problem', started: shanghai('2026-06-16 10:00'), count: 3, unitIds: ['area-b'], severity: 'yellow' },
    ]);
    const event = service
      .envelopes('accountability.warnings')
      .find(
        ({ key, type }) =>
          key ===
            (service.published(WarningRaised).find(({ ruleClass }) => ruleClass === 'outlet-exceedance')?.warningId ??
              '') && type === 'warning.raised',
      );
    expect(event?.occurredAt).toBe(shanghai('2026-06-16 12:00'));
    await tell(4);
    await tell(5);
    await service.send(ExceedanceEnded, [
      { key: EXCEEDANCE, data: exceedance(5, shanghai('2026-06-16 15:00')), occurredAt: shanghai('2026-06-16 15:00') },
    ]);
    await service.settle();
    expect(await seen('outlet-exceedance')).toMatchObject([
      { count: 5, ended: shanghai('2026-06-16 15:00'), endReason: 'quiet', opens: 'problem' },
    ]);
  });

  it('is not raised again by an older telling that comes late under another id', async () => {
    await service.send(ExceedanceUpdated, [
      {
        key: EXCEEDANCE,
        id: '01900000-0000-7000-8000-00000000ffff',
        data: exceedance(4),
        occurredAt: shanghai('2026-06-16 13:00'),
      },
    ]);
    await service.settle();
    expect(await seen('outlet-exceedance')).toHaveLength(1);
  });
});

describe('an episode of an outlet that is corrected', () => {
  const episode = (id: string, day: string) => {
    const of = (hours: number, version: number, more: Partial<DataOf<typeof ExceedanceStarted>> = {}) => ({
      key: id,
      occurredAt: shanghai(`${day} 14:00`),
      data: {
        ...exceedance(hours),
        exceedanceId: id,
        startedAt: shanghai(`${day} 10:00`),
        hours: LABELS.slice(0, hours).map((label, n) => ({ label: shanghai(`${day} ${label}`), value: VALUES[n]! })),
        version,
        ...more,
      },
    });
    const own = async () => (await seen('outlet-exceedance')).filter(({ details }) => details['exceedanceId'] === id);
    return { of, own };
  };
  const tell = async (
    contract: typeof ExceedanceStarted | typeof ExceedanceUpdated | typeof ExceedanceEnded,
    event: ReturnType<ReturnType<typeof episode>['of']>,
  ): Promise<void> => {
    await service.send(contract, [event]);
    await service.settle();
  };

  it('takes its warning back where too few hours are left', async () => {
    const { of, own } = episode('01900000-0000-7000-8000-00000000aa01', '2026-06-18');
    for (const hours of [1, 2, 3]) await tell(ExceedanceUpdated, of(hours, hours));
    expect(await own()).toMatchObject([{ count: 3, ended: null }]);
    const end = shanghai('2026-06-18 12:00');
    await tell(ExceedanceEnded, of(2, 4, { endedAt: end }));
    expect(await own()).toMatchObject([{ ended: end, endReason: 'withdrawn' }]);
  });

  it('ends quietly where it is over with the hours it was raised for', async () => {
    const { of, own } = episode('01900000-0000-7000-8000-00000000aa04', '2026-06-21');
    for (const hours of [1, 2, 3]) await tell(ExceedanceUpdated, of(hours, hours));
    const end = shanghai('2026-06-21 13:00');
    await tell(ExceedanceEnded, of(3, 4, { endedAt: end }));
    expect(await own()).toMatchObject([{ ended: end, endReason: 'quiet' }]);
  });

  it('is told with its corrected values, by the version they stand in', async () => {
    const { of, own } = episode('01900000-0000-7000-8000-00000000aa02', '2026-06-19');
    for (const hours of [1, 2, 3]) await tell(ExceedanceUpdated, of(hours, hours));
    await tell(ExceedanceUpdated, of(3, 4, { peak: '88.8' }));
    const [standing] = await own();
    expect(standing).toMatchObject({ count: 3, ended: null, details: { peak: '88.8' } });
    expect(standing!.basis.references).toMatchObject([{ version: 4 }]);
    // Told again, or by an older telling, it stays.
    await tell(ExceedanceUpdated, of(3, 3));
    expect(await own()).toEqual([standing]);
  });

  it('takes its warning back where the episode was none', async () => {
    const { of, own } = episode('01900000-0000-7000-8000-00000000aa03', '2026-06-20');
    for (const hours of [1, 2, 3, 4, 5]) await tell(ExceedanceUpdated, of(hours, hours));
    await tell(ExceedanceEnded, of(5, 6, { endedAt: shanghai('2026-06-20 10:00'), withdrawn: 'corrected' }));
    expect(await own()).toMatchObject([{ endReason: 'withdrawn' }]);
  });
});

describe('a feed that falls silent', () => {
  const silence = (
    station: number,
    lastSeen: string,
    endedAt: string | null = null,
  ): DataOf<typeof SilenceStarted> => ({
    subject: { kind: 'station', id: `ST0${station}` },
    network: 'air',
    lastSeenAt: shanghai(lastSeen),
    silentSince: new Date(Date.parse(shanghai(lastSeen)) + 86_400_000).toISOString(),
    endedAt,
    subjectsInNetwork: 6,
  });
  const event = (station: number, lastSeen: string) => ({
    key: `station/ST0${station}`,
    data: silence(station, lastSeen),
    occurredAt: silence(station, lastSeen).silentSince,
  });

  it('is one notice, however many of its stations fall silent', async () => {
    await service.send(
      SilenceStarted,
      [1, 2, 3, 4].map((station) => event(station, '2026-07-24 18:05')),
    );
    await service.send(
      SilenceStarted,
      [5, 6].map((station) => event(station, '2026-07-24 19:25')),
    );
    await service.settle();
    const found = await seen('feed-silence');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      subject: 'network:air',
      severity: 'notice',
      causeKey: 'feed-silence|network:air|2026-07-25',
      unitIds: ['eco-bureau'],
      ended: null,
    });
    expect(found[0]!.started.slice(0, 10)).toBe('2026-07-25');
    expect(found[0]!.details).toMatchObject({ silentSubjects: 6, subjectsInNetwork: 6 });
  });

  it('ends when all of them are heard again', async () => {
    const heard = (station: number, lastSeen: string) => ({
      key: `station/ST0${station}`,
      data: silence(station, lastSeen, shanghai('2026-07-26 08:00')),
      occurredAt: shanghai('2026-07-26 08:00'),
    });
    await service.send(
      SilenceEnded,
      [1, 2, 3, 4].map((station) => heard(station, '2026-07-24 18:05')),
    );
    await service.settle();
    expect(await seen('feed-silence')).toMatchObject([{ ended: null, details: { silentSubjects: 2 } }]);
    await service.send(
      SilenceEnded,
      [5, 6].map((station) => heard(station, '2026-07-24 19:25')),
    );
    await service.settle();
    expect(await seen('feed-silence')).toMatchObject([{ ended: shanghai('2026-07-26 08:00'), endReason: 'quiet' }]);
  });
});

describe('devices that were registered and never heard of', () => {
  const never = (station: number, at: string | null, endedAt: string | null = null) => ({
    key: `station/ST1${station}`,
    data: {
      subject: { kind: 'station' as const, id: `ST1${station}` },
      network: 'air',
      lastSeenAt: shanghai('2026-07-27 09:00'),
      silentSince: shanghai('2026-07-28 09:00'),
      endedAt,
      subjectsInNetwork: 8,
      neverHeard: true,
    },
    occurredAt: at ?? endedAt!,
  });

  it('are one notice of their network, beside the one of a feed that ends', async () => {
    await service.send(SilenceStarted, [
      never(1, shanghai('2026-07-28 09:00')),
      never(2, shanghai('2026-07-28 09:00')),
    ]);
    await service.settle();
    expect(await seen('never-heard')).toMatchObject([
      {
        subject: 'network:air',
        severity: 'notice',
        causeKey: 'never-heard|network:air|2026-07-28',
        ended: null,
        details: { silentSubjects: 2, subjectsInNetwork: 8 },
      },
    ]);
    await service.send(SilenceStarted, [
      {
        key: 'station/ST01',
        data: {
          subject: { kind: 'station', id: 'ST01' },
          network: 'air',
          lastSeenAt: shanghai('2026-07-28 08:00'),
          silentSince: shanghai('2026-07-29 08:00'),
          endedAt: null,
          subjectsInNetwork: 8,
        },
        occurredAt: shanghai('2026-07-29 08:00'),
      },
    ]);
    await service.settle();
    expect(await seen('feed-silence')).toMatchObject([
      { endReason: 'quiet' },
      { ended: null, details: { silentSubjects: 1 } },
    ]);
  });

  it('end it when the last of them is heard, or is nobody to be missed any more', async () => {
    await service.send(SilenceEnded, [never(1, null, shanghai('2026-07-29 10:00'))]);
    await service.settle();
    expect(await seen('never-heard')).toMatchObject([{ ended: null, details: { silentSubjects: 1 } }]);
    await service.send(SilenceEnded, [never(2, null, shanghai('2026-07-29 11:00'))]);
    await service.settle();
    expect(await seen('never-heard')).toMatchObject([{ ended: shanghai('2026-07-29 11:00'), endReason: 'quiet' }]);
    expect((await seen('feed-silence')).at(-1)).toMatchObject({ ended: null });
  });
});

describe('the same fact again, and facts that are none', () => {
  const failing = () => [
    sectionWeek('DM04', 0, 4, { at: shanghai('2026-07-20') }),
    sectionWeek('DM04', 1, 4, { at: shanghai('2026-07-27') }),
  ];

  it('changes nothing however often it comes', async () => {
    const before = await service.warnings();
    const raised = service.published(WarningRaised).length + service.published(WarningUpdated).length;
    await Promise.all([1, 2, 3].map(() => service.send(MonitoringIndicator, failing())));
    await service.settle();
    expect(await service.warnings()).toEqual(before);
    expect(service.published(WarningRaised).length + service.published(WarningUpdated).length).toBe(raised);
  });

  it('keeps what it cannot read and goes on', async () => {
    await service.sendRaw('monitoring.indicators', 'bad', '{not json');
    await service.sendRaw(
      'monitoring.indicators',
      'bad',
      JSON.stringify({ ...JSON.parse(JSON.stringify(envelopeOf())), version: 9 }),
    );
    await service.sendRaw(
      'monitoring.indicators',
      'bad',
      JSON.stringify({ ...envelopeOf(), id: '01900000-0000-7000-8000-00000000bad1', data: { nonsense: true } }),
    );
    await service.sendRaw(
      'monitoring.indicators',
      'other',
      JSON.stringify({ ...envelopeOf(), type: 'something.else' }),
    );
    await service.send(MonitoringIndicator, [sectionWeek('DM08', 0, 2, { revision: 7, at: shanghai('2026-08-04') })]);
    await service.settle();
    const reasons = (await service.parked()).map(({ reason }) => reason).sort();
    expect(reasons).toEqual(['unknown-version', 'unreadable', 'unreadable']);
    const history = await service.call<{ items: { revision: number; value: string }[] }>(
      { permissions: ['indicator.read'] },
      'GET',
      '/indicator-history?definition=water.section.week.class&subjectId=DM08&periodLabel=2026-W29&revisions=all',
    );
    expect(history.body.items.map(({ revision, value }) => [revision, value]).sort()).toEqual([
      [1, '4'],
      [7, '2'],
    ]);
  });

  it('waits for a register that has not come, and goes on when it has', async () => {
    const strange = number('water.section.week.class', { kind: 'section', id: 'DM99' }, WEEKS[0], '4', {
      details: { target: 3 },
    });
    await service.send(MonitoringIndicator, [strange]);
    await eventually(async () => (await service.parked()).some(({ reason }) => reason === 'waiting'), {
      what: 'the record waiting',
    });
  });

  const envelopeOf = () => ({
    id: '01900000-0000-7000-8000-00000000bad0',
    type: MonitoringIndicator.type,
    version: 1,
    key: 'bad',
    occurredAt: shanghai('2026-07-27'),
    causationId: null,
    correlationId: '01900000-0000-7000-8000-00000000bad2',
    actor: { kind: 'system', id: 'spec', name: 'spec', unitId: null, postId: null },
    data: sectionWeek('DM04', 0, 4).data,
  });
});

describe('what people see of warnings', () => {
  const reader = (unitId: string) => ({ permissions: ['warning.read', 'evidence.read'], unitId });
  interface WarningPageSeen {
    items: { warningId: string; ruleClass: string; ruleName: { zh: string }; units: { name: string }[] }[];
    nextCursor: string | null;
  }

  it('filters and pages by key', async () => {
    const all = await service.call<WarningPageSeen>(reader('city'), 'GET', '/warnings?state=all&limit=200');
    expect(all.status).toBe(200);
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: WarningPageSeen } = await service.call<WarningPageSeen>(
        reader('city'),
        'GET',
        `/warnings?state=all&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      ids.push(...page.body.items.map(({ warningId }) => warningId));
      cursor = page.body.nextCursor;
    }
    expect(ids).toEqual(all.body.items.map(({ warningId }) => warningId));
    const open = await service.call<WarningPageSeen>(reader('city'), 'GET', '/warnings?ruleClass=section-failing');
    expect(open.body.items.every(({ ruleClass }) => ruleClass === 'section-failing')).toBe(true);
    expect(open.body.items[0]).toMatchObject({ ruleName: { zh: '断面连续不达标' } });
    expect((await service.call(reader('city'), 'GET', '/warnings?cursor=nonsense')).status).toBe(400);
  });

  it('shows a unit what it answers for, and nothing of others', async () => {
    const own = await service.call<WarningPageSeen>(reader(unitOfArea('990106')), 'GET', '/warnings?state=all');
    expect(own.body.items.length).toBeGreaterThan(0);
    const others = (await service.warnings('outlet-exceedance'))[0]!;
    expect(own.body.items.map(({ warningId }) => warningId)).not.toContain(others.warningId);
    const hidden = await service.call(reader(unitOfArea('990106')), 'GET', `/warnings/${others.warningId}`);
    expect(hidden.status).toBe(404);
    const nobody = await service.call({ permissions: ['act.read'] }, 'GET', '/warnings');
    expect(nobody.status).toBe(403);
  });

  it('tells the history of a warning, what it rests on, and leads to the number behind it', async () => {
    const { warningId } = (await seen('section-failing', 'section:DM04'))[0]!;
    const detail = await service.call<{
      timeline: { change: string; count: number }[];
      basis: { references: { service: string; kind: string; id: string }[] };
    }>(reader('city'), 'GET', `/warnings/${warningId}`);
    expect(detail.body.timeline.map(({ change, count }) => [change, count])).toEqual([
      ['raised', 2],
      ['updated', 3],
    ]);
    const [first] = detail.body.basis.references;
    const evidence = await service.call<{ record: { title: string; facts: { value: string }[] } }>(
      reader('city'),
      'GET',
      `/evidence/accountability/${first!.kind}/${first!.id}`,
    );
    expect(evidence.body.record.title).toBe('断面4：断面周水质类别');
    expect(evidence.body.record.facts[0]!.value).toBe('4');
    expect((await service.call(reader('city'), 'GET', `/evidence/accountability/warning/${warningId}`)).status).toBe(
      200,
    );
    expect((await service.call(reader('city'), 'GET', `/evidence/accountability/nothing/${warningId}`)).status).toBe(
      404,
    );
  });

  it('sums up what is open', async () => {
    const summary = await service.call<{ open: number; byClass: { ruleClass: string; open: number }[] }>(
      reader('city'),
      'GET',
      '/warning-summary',
    );
    const open = (await service.warnings()).filter(({ ended }) => ended === null).length;
    expect(summary.body.open).toBe(open);
    expect(summary.body.byClass.reduce((sum, one) => sum + one.open, 0)).toBe(open);
  });
});
