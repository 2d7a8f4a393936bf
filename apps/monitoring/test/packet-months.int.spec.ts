import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { select } from '#libs/persistence/select.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { eventually } from '#libs/testing/eventually.js';
import type { EntityManager } from 'typeorm';
import { keepTelemetry } from '../src/packet-month/keep-telemetry.js';
import { packMonth } from '../src/packet-month/pack-month.js';
import { openMonths, packetMonths } from '../src/packet-month/packet-month.store.js';
import { type Policy, policyOf } from '../src/policy.js';
import {
  deviceRecord,
  type MonitoringService,
  type RawSend,
  shanghai,
  originalOf,
  startMonitoring,
} from './monitoring-service.js';

const SENT: RawSend[] = Array.from({ length: 40 }, (_unused, n) =>
  deviceRecord(
    `DEVICE${n % 3}`,
    '2011',
    `DataTime=20260501${String(n % 24).padStart(2, '0')}0000;a34004-Rtd=${n}.5,a34004-Flag=N`,
    shanghai('2026-05-31 12:00'),
  ),
);
let service: MonitoringService;
let policy: Policy;

const transaction = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  runWithCause(systemCause('spec'), () => service.db.transaction(work));
const tables = async (like: string): Promise<string[]> =>
  (
    await select<{ name: string }>(
      service.db.manager,
      `select c.relname as name from pg_class c where c.relkind = 'r' and c.relname like $1
          and c.relnamespace = 'monitoring'::regnamespace order by 1`,
      [like],
    )
  ).map(({ name }) => name);
const packets = () =>
  select<{ id: string; bytes: Buffer | null }>(service.db.manager, 'select id, bytes from raw_packet order by id');
const read = (id: string) => originalOf<{ hex: string; isIntact: boolean }>(service, id);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-01 12:00'));
  policy = policyOf(await loadPack('packs/default-district'));
  await service.sendPackets(SENT);
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

it('packets of an old month are packed once, whatever happens on the way, and read as they came', async () => {
  const before = await packets();
  expect(before).toHaveLength(SENT.length);
  await transaction((tx) => keepTelemetry(tx, new Date(shanghai('2027-04-30 03:10')), policy));
  expect(await openMonths(service.db.manager, 10)).not.toContain('2026-05');

  const now = new Date(shanghai('2027-05-01 03:10'));
  await expect(
    transaction(async (tx) => {
      await keepTelemetry(tx, now, policy);
      expect(await packMonth(tx, '2026-05', now)).toBe(false);
      expect(await packMonth(tx, '2026-05', now)).toBe(true);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(await packets()).toEqual(before);
  // The service packs by itself what is noted.
  await transaction((tx) => keepTelemetry(tx, now, policy));
  await eventually(async () => expect(await openMonths(service.db.manager, 10)).toEqual([]), { deadlineMs: 30_000 });
  await transaction((tx) => keepTelemetry(tx, now, policy));
  expect(await transaction((tx) => packMonth(tx, '2026-05', now))).toBe(true);

  const after = await packets();
  expect(after).toEqual(before.map(({ id }) => ({ id, bytes: null })));
  for (const { id } of after)
    expect(await read(id)).toMatchObject({
      hex: before.find((one) => one.id === id)!.bytes!.toString('hex'),
      isIntact: true,
    });
  const [month] = (await packetMonths(service.db.manager)).filter((one) => one.month === '2026-05');
  expect(month!.packets).toBe(SENT.length);
  expect(month!.bytesAfter).toBeLessThan(month!.bytesBefore / 2);
});

it('a packed packet that comes again is known', async () => {
  const { length } = await packets();
  await service.sendPackets(SENT.slice(0, 2));
  await service.settle();
  expect(await packets()).toHaveLength(length);
});

it('months past the term of keeping are dropped, with an audit row that names them', async () => {
  await transaction((tx) => keepTelemetry(tx, new Date(shanghai('2032-05-31 03:10')), policy));
  expect(await tables('raw\\_packet\\_2026\\_05')).toHaveLength(1);
  await transaction((tx) => keepTelemetry(tx, new Date(shanghai('2032-06-01 03:10')), policy));
  expect(await tables('%\\_2026\\_05')).toEqual([]);
  expect(await tables('raw\\_packet\\_2026\\_06')).toHaveLength(1);
  const [row] = await select<{ old: { tables: string[] } }>(
    service.db.manager,
    `select a.old from audit a where a.action = 'telemetry.drop' order by a.at desc limit 1`,
  );
  expect(row!.old.tables).toEqual(['raw_packet_2026_05', 'packet_block_2026_05', 'reading_set_2026_05']);
});
