import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WarningEnded, WarningRaised, WarningUpdated } from '#libs/contracts/accountability.events.js';
import { MonitoringIndicator, MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import {
  type AccountabilityService,
  areaDays,
  sendCity,
  shanghai,
  startAccountability,
} from './accountability-service.js';

let service: AccountabilityService;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
}, 120_000);
afterAll(() => service?.stop());

const send = (events: ReturnType<typeof areaDays>): Promise<void> => service.send(MonitoringIndicator, events);
const night = async (date: string): Promise<void> => {
  await service.settle();
  await service.setClock(shanghai(`${date} 01:00`));
  await service.settle();
};
const processes = async () =>
  (await service.warnings('air-process')).map(({ causeKey, ended, endReason, takenInBy, count }) => ({
    cause: causeKey.replace('air-process|', ''),
    ended,
    endReason,
    takenInBy: takenInBy === null ? null : 'yes',
    count,
  }));

describe('processes of air pollution', () => {
  it('judges a day at one in the morning, and an area by itself is one warning of the area', async () => {
    await send(areaDays('2026-05-06', [104, 80, 80, 80, 80, 80]));
    await service.settle();
    expect(await processes()).toEqual([]);
    await night('2026-05-07');
    const [only] = await service.warnings('air-process');
    expect(only).toMatchObject({
      causeKey: 'air-process|area|990101|2026-05-06',
      subject: 'area:990101',
      severity: 'yellow',
      opens: 'tracing-task',
      started: shanghai('2026-05-06'),
      unitIds: ['area-a'],
    });
    await send(areaDays('2026-05-07', [80, 80, 80, null, 80, 80]));
    await night('2026-05-08');
    expect(await processes()).toEqual([
      {
        cause: 'area|990101|2026-05-06',
        ended: shanghai('2026-05-07'),
        endReason: 'quiet',
        takenInBy: null,
        count: 1,
      },
    ]);
  });

  it('takes five and then six of six areas as one regional process a day, led by the bureau', async () => {
    await send(areaDays('2026-05-11', [124, 108, 110, 98, 106, 105]));
    await night('2026-05-12');
    await send(areaDays('2026-05-12', [128, 120, 119, 119, 117, 105]));
    await night('2026-05-13');
    await send(areaDays('2026-05-13', [80, 80, 80, 80, 80, 80]));
    await night('2026-05-14');
    const found = (await service.warnings('air-process')).slice(1);
    expect(
      found.map(({ causeKey, count, severity, ended, opens }) => ({ causeKey, count, severity, ended, opens })),
    ).toEqual([
      {
        causeKey: 'air-process|regional|2026-05-11',
        count: 5,
        severity: 'orange',
        ended: shanghai('2026-05-12'),
        opens: 'tracing-task',
      },
      {
        causeKey: 'air-process|regional|2026-05-12',
        count: 6,
        severity: 'orange',
        ended: shanghai('2026-05-13'),
        opens: 'tracing-task',
      },
    ]);
    expect(found[0]!.unitIds).toEqual(['eco-bureau', 'area-a', 'area-b', 'area-c', 'area-e', 'area-f']);
    expect(found[0]!.subject).toBe('area:990100');
  });

  it('takes in the runs of areas that reach a regional day', async () => {
    await send(areaDays('2026-06-01', [101, 80, 80, 80, 80, 110]));
    await night('2026-06-02');
    expect((await processes()).slice(3)).toMatchObject([{ ended: null }, { ended: null }]);
    await send(areaDays('2026-06-02', [136, 126, 125, 137, 122, 123]));
    await night('2026-06-03');
    const june = (await service.warnings('air-process')).slice(3);
    const regional = june.find(({ causeKey }) => causeKey.includes('regional'))!;
    expect(
      june.filter(({ endReason }) => endReason === 'taken-in').map(({ causeKey, takenInBy }) => [causeKey, takenInBy]),
    ).toEqual([
      ['air-process|area|990101|2026-06-01', regional.warningId],
      ['air-process|area|990106|2026-06-01', regional.warningId],
    ]);
    expect(regional.ended).toBeNull();
  });

  it('lets a late correction turn an area alone into part of a regional process, and back', async () => {
    await send(areaDays('2026-06-03', [80, 80, 80, 80, 80, 80]));
    await night('2026-06-04');
    await send(areaDays('2026-06-04', [115, 108, 90, 102, 80, 80]));
    await night('2026-06-05');
    await send(areaDays('2026-06-05', [80, 80, 80, 80, 80, 80]));
    await night('2026-06-06');
    const of = async () =>
      (await service.warnings('air-process')).filter(({ causeKey }) => causeKey.endsWith('2026-06-04'));
    expect((await of()).map(({ causeKey, endReason }) => [causeKey, endReason])).toEqual([
      ['air-process|area|990101|2026-06-04', 'quiet'],
      ['air-process|area|990102|2026-06-04', 'quiet'],
      ['air-process|area|990104|2026-06-04', 'quiet'],
    ]);
    const corrected = areaDays('2026-06-04', [115, 108, 101, 102, 80, 80], {
      revision: 2,
      at: shanghai('2026-06-06 10:00'),
    });
    await send([corrected[2]!]);
    await service.settle();
    const regional = (await of()).find(({ causeKey }) => causeKey === 'air-process|regional|2026-06-04');
    expect(regional).toMatchObject({ count: 4, ended: shanghai('2026-06-05'), endReason: 'quiet' });
    const again = areaDays('2026-06-04', [115, 108, 95, 102, 80, 80], {
      revision: 3,
      at: shanghai('2026-06-06 11:00'),
    });
    await send([again[2]!]);
    await service.settle();
    const after = await of();
    expect(after.find(({ causeKey }) => causeKey.includes('regional'))).toMatchObject({ endReason: 'withdrawn' });
    expect(after.filter(({ causeKey, endReason }) => causeKey.includes('area') && endReason === 'quiet')).toHaveLength(
      3,
    );
    expect(new Set(after.map(({ warningId }) => warningId)).size).toBe(4);
  });

  it('judges a day of which one area tells nothing with the seal of the day after', async () => {
    await send(areaDays('2026-06-10', [114, 80, 80, 80, 80]));
    await night('2026-06-11');
    expect((await processes()).some(({ cause }) => cause.endsWith('2026-06-10'))).toBe(false);
    await service.send(MonitoringSealed, [
      {
        key: 'monitoring',
        data: { service: 'monitoring', seal: 'daily', cutoff: shanghai('2026-06-12') },
        occurredAt: shanghai('2026-06-12'),
      },
    ]);
    await service.settle();
    expect((await processes()).find(({ cause }) => cause === 'area|990101|2026-06-10')).toBeDefined();
  });

  it('raises nothing for what was over before the installation went to work, and nothing twice', async () => {
    const before = (await service.warnings()).length;
    await send(areaDays('2026-04-20', [150, 150, 150, 150, 150, 150]));
    await send(areaDays('2026-05-12', [128, 120, 119, 119, 117, 105]));
    await send(areaDays('2026-05-12', [128, 120, 119, 119, 117, 105]));
    await service.settle();
    expect((await service.warnings()).length).toBe(before);
    expect(await service.parked()).toEqual([]);
  });

  it('publishes every state whole, in the order of its versions', async () => {
    const raised = service.published(WarningRaised);
    const all = [...raised, ...service.published(WarningUpdated), ...service.published(WarningEnded)];
    expect(new Set(all.map(({ warningId, version }) => `${warningId} ${version}`)).size).toBe(all.length);
    expect(raised.every(({ version, endedAt }) => version === 1 && endedAt === null)).toBe(true);
    const ended = service.published(WarningEnded).filter(({ takenInBy }) => takenInBy !== null);
    expect(ended.length).toBeGreaterThanOrEqual(2);
  });
});
