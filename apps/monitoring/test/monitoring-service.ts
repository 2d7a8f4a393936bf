import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf, Envelope, EventContract } from '#libs/contracts/event.js';
import { ImportUndone, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { crcBitwise } from '#libs/domain/hj212/crc.js';
import { quiet } from '#libs/testing/quiet.js';
import { startTestService, type Answer, type TestService } from '#libs/testing/test-service.js';
import { MonitoringConfig } from '../src/config.js';
import { monitoring } from '../src/service.js';

const PERMISSIONS = [
  'subject.manage',
  'device.manage',
  'monitoring.read',
  'data.review',
  'evidence.read',
  'indicator.read',
];
const GROUPS = {
  'monitoring.packets': [RAW_TOPICS.packets.topic, RAW_TOPICS.faults.topic],
  monitoring: [AreaState.topic, UnitState.topic, ImportUndone.topic],
};

const WHOLE: DataOf<typeof UnitState> = {
  ...{ id: 'city', version: 1, retired: false, name: '市', shortName: '市', type: 'GOVERNMENT', parentId: null },
  ...{ path: ['city'], external: false, areaId: null },
};

export interface RawSend {
  readonly key: string;
  readonly value: string | Buffer;
  readonly headers: Record<string, string>;
}

/** The service with its doors as a spec uses them. */
export interface MonitoringService extends Pick<TestService, 'db' | 'running' | 'send' | 'setClock' | 'call' | 'stop'> {
  events(topic: string): Envelope[];
  dataOf<C extends EventContract>(contract: C): DataOf<C>[];
  sendPackets(records: readonly RawSend[]): Promise<void>;
  sendFaults(records: readonly RawSend[]): Promise<void>;
  keep<C extends EventContract>(contract: C, states: readonly DataOf<C>[]): Promise<void>;
  /** Waits until everything sent is read, everything due is done, and everything published is seen here. */
  settle(): Promise<void>;
  get<T = Record<string, unknown>>(path: string, permissions?: readonly string[]): Promise<Answer<T>>;
  put(
    path: string,
    body: unknown,
    permissions?: readonly string[],
    unitId?: string,
  ): Promise<Answer<Record<string, unknown>>>;
  post(path: string, body: unknown, permissions?: readonly string[]): Promise<Answer<Record<string, unknown>>>;
}

export const startMonitoring = async (
  at: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<MonitoringService> => {
  const service = await startTestService({ definition: monitoring, config: MonitoringConfig, at, settings });
  const { kafka, namespace } = service.kafka;
  const produce = async (topic: string, records: readonly RawSend[]): Promise<void> => {
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers }));
    await service.producer.send({ topic: service.kafka.topic(topic), acks: -1, messages });
  };
  const settle = async (): Promise<void> => {
    const { running } = service;
    const services = [{ db: service.db, schema: 'monitoring' }];
    const idle = [() => running.scheduler.idle()];
    await quiet(
      { services, clock: running.parts.clock, kafka, namespace, groups: GROUPS, idle },
      { deadlineMs: 120_000 },
    );
    await service.readBack();
  };
  // The whole installation: who asks without a unit of his own asks for it.
  await service.send(UnitState, [{ key: WHOLE.id, data: WHOLE }]);
  return {
    db: service.db,
    running: service.running,
    send: service.send,
    setClock: service.setClock,
    call: service.call,
    stop: service.stop,
    settle,
    events: service.envelopes,
    dataOf: service.published,
    sendPackets: (records) => produce(RAW_TOPICS.packets.topic, records),
    sendFaults: (records) => produce(RAW_TOPICS.faults.topic, records),
    keep: (contract, states) =>
      service.send(
        contract,
        states.map((data) => ({ key: (data as { id: string }).id, data })),
      ),
    get: (path, permissions = PERMISSIONS) => service.call({ permissions }, 'GET', path),
    put: (path, body, permissions = PERMISSIONS, unitId = 'city') =>
      service.call({ permissions, unitId }, 'PUT', path, body),
    post: (path, body, permissions = PERMISSIONS) => service.call({ permissions }, 'POST', path, body),
  };
};

/** A packet as it came, as another service asks for it. */
export const originalOf = async <T>(service: MonitoringService, id: string): Promise<T> =>
  ((await service.post('/raw-packets/originals', { ids: [id] })).body as { packets: T[] }).packets[0]!;

/** An HJ 212 frame around a data segment, with its length and checksum. */
export const frameOf = (segment: string): Buffer => {
  const bytes = Buffer.from(segment);
  const crc = crcBitwise(bytes).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`##${String(bytes.length).padStart(4, '0')}${segment}${crc}\r\n`);
};

/** `2026-05-01 13:00` of the district's clock as an instant. */
export const shanghai = (wall: string): string => new Date(`${wall.replace(' ', 'T')}:00+08:00`).toISOString();
/** The same as HJ 212 writes it. */
export const dataTime = (wall: string): string => `${wall.replaceAll(/\D/g, '')}00`;

let serial = 0;
/** A frame of a device with its headers as the door sends them. */
export const deviceRecord = (
  mn: string,
  command: string,
  cp: string,
  receivedAt: string,
  options: { flag?: string } = {},
): RawSend => {
  const qn = `20260101${String(++serial).padStart(9, '0')}`;
  return {
    key: mn,
    value: frameOf(`QN=${qn};ST=22;CN=${command};PW=secret;MN=${mn};Flag=${options.flag ?? '5'};CP=&&${cp}&&`),
    headers: { door: 'hj212', receivedAt },
  };
};

/** A row of a feed with its headers. */
export const feedRecord = (
  layout: string,
  row: Record<string, string>,
  receivedAt: string,
  dataState = 'realtime',
): RawSend => {
  const code = row['code'] ?? '';
  const headers = { door: 'feed', receivedAt, source: code, layout, fileSha256: 'f'.repeat(64), line: '2', dataState };
  return { key: code, value: JSON.stringify(row), headers };
};
