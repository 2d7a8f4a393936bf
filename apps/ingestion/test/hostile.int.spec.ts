import { execFileSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import { composeFrame, composeSegment, frameOfSegment } from '#libs/domain/hj212/compose.js';
import { crcOf } from '#libs/domain/hj212/crc-variant.js';
import { sealText } from '#libs/identity/sealed-text.js';
import { eventually } from '#libs/testing/eventually.js';
import { freePort } from '#libs/testing/free-port.js';
import { caughtUp, INTERNAL_KEY, startTestService, type TestService } from '#libs/testing/test-service.js';
import { IngestionConfig } from '../src/config.js';
import { AddressBook } from '../src/device/address-book.js';
import { DeviceSessions } from '../src/device/device-sessions.js';
import { DoorBoard } from '../src/device/door-board.js';
import { ingestion } from '../src/service.js';
import { deviceState, frameOf, type Line, nextQn, openLine, PASSWORD, plain } from './device-line.js';
import { type RawRecord, type RawRecords, readRawRecords } from './raw-records.js';

const START = Date.parse('2026-05-07T01:00:00.000Z');
const [GOOD, FENCED, MODBUS, CIPHERED] = ['GOOD', 'FENCED', 'MODBUS', 'CIPHERED'].map(
  (name) => `${name}00000000000001`,
) as [string, string, string, string];
const SM4_KEY = '0123456789abcdeffedcba9876543210';
const KEPT_A_MINUTE = 8;
const FAULTS_BEFORE_BLOCK = 12;
const MOST_OPEN = 20;

interface Door {
  readonly connected: readonly { readonly mn: string; readonly address: string; readonly isSecure: boolean }[];
  readonly processes: number;
  readonly blocked: readonly { readonly address: string; readonly secondsLeft: number; readonly turnedAway: number }[];
}

let service: TestService;
let raw: RawRecords;
let folder: string;
let port: number;
let securePort: number;
let host = 10;
const lines: Line[] = [];

/** An address of its own for every test, so that none forgives or shuts out another. */
const address = (): string => `127.0.0.${++host}`;
const line = async (from: string, isSecure = false): Promise<Line> => {
  const opened = await openLine(isSecure ? securePort : port, isSecure, from);
  lines.push(opened);
  return opened;
};
const faultsFrom = (from: string): string[] =>
  raw.faults().flatMap(({ headers }) => (headers['where']?.endsWith(`from ${from}`) ? headers['reason']! : []));
const packetsOf = (mn: string): RawRecord[] => raw.packets().filter(({ key }) => key === mn);
const door = async (): Promise<Door> =>
  (await service.call<Door>({ permissions: ['device.manage'] }, 'GET', '/device-door')).body;
/** Somebody well behaved is served at this moment. */
const othersAreServed = async (): Promise<void> => {
  const good = await line(address());
  good.socket.write(frameOf({ mn: GOOD }));
  await eventually(() => expect(good.answers()).toHaveLength(1));
  good.socket.destroy();
};
const closes = (one: Line): Promise<true> => eventually(() => one.closed() || null);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duban-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], { stdio: 'ignore' });
  [port, securePort] = [await freePort(), await freePort()];
  service = await startTestService({
    definition: ingestion,
    config: IngestionConfig,
    at: new Date(START).toISOString(),
    settings: {
      HJ212_PORT: String(port),
      HJ212_TLS_PORT: String(securePort),
      HJ212_TLS_KEY: key,
      HJ212_TLS_CERT: cert,
      HJ212_FRAME_DEADLINE_MS: '300',
      HJ212_FIRST_FRAME_SECONDS: '1.5',
      HJ212_BYTES_WITHOUT_FRAME: '10000',
      HJ212_FAULTS_BEFORE_CLOSE: '5',
      HJ212_FAULTS_BEFORE_BLOCK: String(FAULTS_BEFORE_BLOCK),
      HJ212_FAULTS_KEPT_PER_MINUTE: String(KEPT_A_MINUTE),
      HJ212_CONNECTIONS_PER_ADDRESS: String(MOST_OPEN),
      HJ212_CONNECTIONS_PER_DEVICE: '2',
    },
  });
  const devices = [
    deviceState('good', GOOD),
    deviceState('fenced', FENCED, { sources: ['127.0.0.9', '127.0.9.0/24', '::1'] }),
    deviceState('modbus', MODBUS, { crc: 'modbusSwapped', answers: 'insideCp' }),
    deviceState('ciphered', CIPHERED, { cipherKeys: [sealText(INTERNAL_KEY, SM4_KEY)] }),
  ];
  await service.send(
    DeviceState,
    devices.map((data) => ({ key: data.id, data })),
  );
  await caughtUp(service, 'ingestion', [DeviceState.topic]);
  raw = await readRawRecords(service);
});
afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.destroy();
  await raw.forget();
});
afterAll(async () => {
  await raw?.stop();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('who is not let in', () => {
  it('a wrong password keeps nothing but the fault, and is not connected', async () => {
    const from = address();
    const stranger = await line(from);
    stranger.socket.write(frameOf({ mn: FENCED, pw: '000000' }));
    await eventually(() => expect(faultsFrom(from)).toEqual(['WRONG_PASSWORD']));
    await othersAreServed();
    expect(packetsOf(FENCED)).toEqual([]);
    expect(stranger.heard).toEqual([]);
    expect((await door()).connected.map(({ mn }) => mn)).not.toContain(FENCED);
  });

  it.each([
    ['127.0.0.9', true],
    ['127.0.9.200', true],
    ['127.0.0.8', false],
  ])('a device with a list of addresses comes from %s: %s', async (from, isLetIn) => {
    const one = await line(from);
    one.socket.write(frameOf({ mn: FENCED }));
    if (isLetIn) await eventually(() => expect(one.answers()).toHaveLength(1));
    else await eventually(() => expect(faultsFrom(from)).toEqual(['SOURCE_NOT_ALLOWED']));
    expect(one.heard).toHaveLength(isLetIn ? 1 : 0);
  });

  it('a command nobody knows is kept and not answered', async () => {
    const from = address();
    const one = await line(from);
    one.socket.write(frameOf({ mn: GOOD, cn: '7777' }));
    await eventually(() => expect(faultsFrom(from)).toEqual(['UNKNOWN_COMMAND']));
    expect(one.heard).toEqual([]);
  });

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['TLS at the plain door', Buffer.from('16030100a5010000a1', 'hex')],
  ])('%s is shown out at once, without an answer', async (_name, bytes) => {
    const from = address();
    const one = await line(from);
    let said = 0;
    one.socket.on('data', (chunk) => (said += chunk.length));
    one.socket.write(bytes);
    await closes(one);
    await eventually(() => expect(faultsFrom(from)).toEqual(['NOISE']));
    expect(said).toBe(0);
  });
});

describe('hostile clients', () => {
  it('one byte at a time holds no place: the frame is given up, the line is closed, others are served', async () => {
    const from = address();
    const slow = await line(from);
    const bytes = frameOf({ mn: GOOD });
    let at = 0;
    const drip = setInterval(() => {
      if (at < bytes.length - 20 && !slow.closed()) slow.socket.write(bytes.subarray(at, ++at));
    }, 5);
    await othersAreServed();
    await eventually(() => expect(faultsFrom(from).length).toBeGreaterThan(0));
    await closes(slow);
    clearInterval(drip);
    await othersAreServed();
  });

  it('a huge run of nothing is closed', async () => {
    const huge = await line(address());
    huge.socket.write(Buffer.alloc(70_000, '#'));
    await closes(huge);
    await othersAreServed();
  });

  it('a connection that says nothing is closed', async () => {
    const silent = await line(address());
    await closes(silent);
  });

  it('many connections of one address leave room for others', async () => {
    const from = address();
    const many = await Promise.all(Array.from({ length: MOST_OPEN + 15 }, () => line(from)));
    await eventually(() => expect(many.filter((one) => one.closed())).toHaveLength(15));
    await othersAreServed();
  });

  it('a device has so many connections; the oldest goes', async () => {
    const from = address();
    const three: Line[] = [];
    for (let n = 0; n < 3; n++) {
      const one = await line(from);
      three.push(one);
      one.socket.write(frameOf({ mn: GOOD }));
      await eventually(() => expect(one.answers()).toHaveLength(1));
    }
    await closes(three[0]!);
    expect([three[1]!.closed(), three[2]!.closed()]).toEqual([false, false]);
  });

  it('an address that sends nothing but faults is shut out, visibly, until somebody lets it in', async () => {
    const from = address();
    for (let n = 0; n < 4; n++) {
      const bad = await line(from);
      for (let m = 0; m < 6 && !bad.closed(); m++) bad.socket.write(frameOf({ mn: GOOD, pw: `00000${m}` }));
      await closes(bad);
    }
    await eventually(async () => expect((await door()).blocked.map((one) => one.address)).toEqual([from]));
    const again = await line(from);
    again.socket.write(frameOf({ mn: GOOD }));
    await closes(again);
    expect(again.heard).toEqual([]);
    await othersAreServed();
    await eventually(() => expect(faultsFrom(from)).toContain('ADDRESS_BLOCKED'));
    // What is kept has a bound; the notice itself stands beside it.
    expect(faultsFrom(from).filter((reason) => reason === 'WRONG_PASSWORD').length).toBeLessThanOrEqual(KEPT_A_MINUTE);
    const manage = { permissions: ['device.manage'] };
    const unblock = () => service.call(manage, 'POST', `/device-door/blocked/${from}/unblock`);
    expect((await unblock()).body).toMatchObject({ blocked: [] });
    expect(await unblock()).toMatchObject({ status: 404, body: { code: 'ADDRESS_NOT_FOUND' } });
    const back = await line(from);
    back.socket.write(frameOf({ mn: GOOD }));
    await eventually(() => expect(back.answers()).toHaveLength(1));
  });
});

const MINUTE_MS = 60_000;
/** The door of another process over the same database, with an address it has shut out and a device of its own. */
const other = (from: string) => {
  const limits = { mostOpen: 9, mostNewPerMinute: 99, mostKeptFaults: 9, mostKeptFaultsOfAll: 9 };
  const book = new AddressBook({ ...limits, faultsBeforeBlock: 2, blockMs: 10 * MINUTE_MS });
  const sessions = new DeviceSessions();
  const link = { address: '10.1.1.1', isSecure: false, write: () => undefined };
  sessions.heard(link, { mn: 'ELSEWHERE', pw: PASSWORD, st: '22' }, '2026-05-07T01:00:00.000Z');
  const register = { find: (mn: string) => ({ device: { id: `d.${mn}` } }) as never };
  const board = new DoorBoard({ db: service.db, log: {} as never, register, sessions, book });
  const shutOut = (agoMs = 0): void => {
    const then = performance.now() - agoMs;
    const entry = book.open(from, then);
    if (typeof entry === 'string') throw new Error(entry);
    for (let n = 0; n < 2; n++) book.fault(entry, then);
    book.closed(entry);
    book.open(from, then);
  };
  return { book, board, shutOut };
};
const isShutOut = ({ book }: { readonly book: AddressBook }): boolean => book.blocked(performance.now()).length > 0;
const ask = async ({ board }: { readonly board: DoorBoard }, from: string): Promise<void> => {
  const { done } = await service.db.transaction((tx) => board.unblock(tx, from));
  done();
};

describe('two processes', () => {
  const manage = { permissions: ['device.manage'] };

  it('are shown as one door; whoever is let in again is let in by both, once', async () => {
    const from = address();
    const { book, board, shutOut } = other(from);
    expect((await door()).processes).toBe(1);
    shutOut();
    await board.tell();
    const shown = await door();
    expect(shown.processes).toBe(2);
    expect(shown.connected.find(({ mn }) => mn === 'ELSEWHERE')).toMatchObject({ address: '10.1.1.1', packets: 1 });
    expect(shown.blocked).toEqual([{ address: from, secondsLeft: expect.any(Number), turnedAway: 1 }]);
    expect(shown.blocked[0]!.secondsLeft).toBeGreaterThan(590);

    const unblock = () => service.call(manage, 'POST', `/device-door/blocked/${from}/unblock`);
    expect(await unblock()).toMatchObject({ status: 200, body: { processes: 2, blocked: [] } });
    expect(await unblock()).toMatchObject({ status: 404, body: { code: 'ADDRESS_NOT_FOUND' } });
    expect(book.blocked(performance.now())).toHaveLength(1);
    await board.tell();
    expect(book.blocked(performance.now())).toEqual([]);

    // Shut out anew, it stays so: what was asked for once is done once.
    shutOut();
    await board.tell();
    expect((await door()).blocked.map((one) => one.address)).toEqual([from]);
    await board.close();
    expect(await door()).toMatchObject({ processes: 1, blocked: [] });
  });

  it('that are heard of no more are not shown', async () => {
    const { board, shutOut } = other(address());
    shutOut();
    await board.tell();
    await service.db.query(
      "update device_door set told_at = told_at - interval '20 seconds' where connected::text like '%ELSEWHERE%'",
    );
    expect(await door()).toMatchObject({ processes: 1, blocked: [] });
    await service.db.query(
      "update device_door set told_at = told_at - interval '90 seconds' where connected::text like '%ELSEWHERE%'",
    );
    await other(address()).board.tell();
    const rows = await service.db.query("select 1 from device_door where connected::text like '%ELSEWHERE%'");
    expect(rows).toHaveLength(1);
  });
});

describe('an address let in by one of two processes', () => {
  it('stays out where it was shut out anew before the other heard of it', async () => {
    const from = address();
    const [one, two] = [other(from), other(from)];
    one.shutOut();
    two.shutOut();
    await ask(one, from);
    expect([isShutOut(one), isShutOut(two)]).toEqual([false, true]);
    // The block of the other has ended in the meantime, and the address has earned itself another one.
    two.book.unblock(from, performance.now());
    two.shutOut();
    one.shutOut();
    for (const { board } of [two, one, two, one]) await board.tell();
    expect([isShutOut(one), isShutOut(two)]).toEqual([true, true]);
  });

  it('stays out where it was shut out anew while its own process was telling', async () => {
    const from = address();
    const [one, two] = [other(from), other(from)];
    one.shutOut();
    two.shutOut();
    await ask(two, from);
    for (let n = 0; n < 3; n++) {
      const telling = [one.board.tell(), two.board.tell()];
      await ask(one, from);
      one.shutOut();
      await Promise.all(telling);
      for (const { board } of [one, two, one]) await board.tell();
      expect([isShutOut(one), isShutOut(two)]).toEqual([true, false]);
    }
  });

  it('is let in by a process that hears of it minutes later', async () => {
    const from = address();
    const [slow, quick] = [other(from), other(from)];
    slow.shutOut(6 * MINUTE_MS);
    await ask(quick, from);
    await service.db.query(
      "update device_door_unblock set unblocked_at = unblocked_at - interval '5 minutes' where address = $1",
      [from],
    );
    await quick.board.tell();
    await slow.board.tell();
    expect(isShutOut(slow)).toBe(false);
  });

  it('is let in for each time it is asked, though two ask at once', async () => {
    const from = address();
    const [one, two] = [other(from), other(from)];
    one.shutOut();
    two.shutOut();
    await Promise.all([ask(one, from), ask(two, from)]);
    expect([isShutOut(one), isShutOut(two)]).toEqual([false, false]);
    one.shutOut();
    await ask(two, from);
    await one.board.tell();
    expect(isShutOut(one)).toBe(false);
  });

  it('is kept in mind for a day', async () => {
    const from = address();
    const { board } = other(from);
    await ask({ board }, from);
    const known = async (age: string): Promise<number> => {
      await service.db.query(`update device_door_unblock set unblocked_at = now() - interval '${age}'`);
      await board.tell();
      return (await service.db.query<unknown[]>('select 1 from device_door_unblock')).length;
    };
    expect(await known('23 hours')).toBeGreaterThan(0);
    expect(await known('25 hours')).toBe(0);
  });
});

describe('what a process tells of its door', () => {
  const rows = (): Promise<{ n: number }[]> =>
    service.db.query(`select jsonb_array_length(connected) as n from device_door where connected::text like '%MARK%'`);

  it('is not written again while it is as it was, and is once it has been forgotten', async () => {
    await service.db.query(`delete from device_door where connected::text like '%ELSEWHERE%'`);
    const { board } = other(address());
    await board.tell();
    await service.db.query(
      `update device_door set connected = '[{"mn":"MARK"}]' where connected::text like '%ELSEWHERE%'`,
    );
    await board.tell();
    expect(await rows()).toEqual([{ n: 1 }]);
    await service.db.query(`delete from device_door where connected::text like '%MARK%'`);
    await board.tell();
    expect((await door()).connected.map(({ mn }) => mn)).toContain('ELSEWHERE');
    await board.close();
  });
});

describe('devices that do otherwise', () => {
  it('speak over TLS', async () => {
    const one = await line(address(), true);
    one.socket.write(frameOf({ mn: GOOD }));
    await eventually(() => expect(one.answers()).toHaveLength(1));
    expect((await door()).connected.find(({ mn }) => mn === GOOD)).toMatchObject({ isSecure: true });
  });

  it('compute another checksum, and are answered with it, the QN inside CP', async () => {
    const one = await line(address());
    let said = '';
    one.socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    const qn = nextQn();
    const fields = { qn, st: '32', cn: '2051', pw: PASSWORD, mn: MODBUS, flag: 5 };
    const frame = composeFrame({ ...fields, parameters: [plain('DataTime', '20260507090000')] }, 'modbusSwapped');
    one.socket.write(frame);
    await eventually(() => expect(said).toContain('CN=9014'));
    const segment = Buffer.from(said.slice(6, -6), 'latin1');
    expect(parseInt(said.slice(-6, -2), 16)).toBe(crcOf('modbusSwapped', segment));
    expect(said).toContain(`CP=&&QN=${qn};CN=2051&&`);
    await eventually(() => expect(packetsOf(MODBUS)[0]?.value.equals(frame.subarray(0, -2))).toBe(true));
  });

  it('encipher what they measured', async () => {
    const one = await line(address());
    const fields = { qn: nextQn(), st: '22', cn: '2011', pw: PASSWORD, mn: CIPHERED, flag: 9 };
    const parameters = [plain('DataTime', '20260507090000'), ['a21026', { Rtd: '12.80', Flag: 'N' }] as const];
    const segment = Buffer.from(composeSegment({ ...fields, parameters }));
    const whole = frameOfSegment(segment);
    const open = segment.indexOf('CP=&&') + 5;
    const blocks = (segment.length - 2 - open) & ~15;
    const cipher = createCipheriv('sm4-ecb', Buffer.from(SM4_KEY, 'hex'), null).setAutoPadding(false);
    cipher.update(whole.subarray(6 + open, 6 + open + blocks)).copy(whole, 6 + open);
    one.socket.write(whole);
    await eventually(() => expect(one.answers()).toEqual([fields.qn]));
    await eventually(() => expect(packetsOf(CIPHERED)[0]?.value.equals(whole.subarray(0, -2))).toBe(true));
  });

  const parts = (qns: readonly [string, string]): Buffer[] =>
    qns.map((qn, n) =>
      composeFrame({
        ...{ qn, st: '32', cn: '2061', pw: PASSWORD, mn: GOOD, flag: 7, pnum: 2, pno: n + 1 },
        parameters: n === 0 ? [plain('DataTime', '20260507080000')] : [['w01018', { Avg: '38.4', Flag: 'N' }]],
      }),
    );

  it('split packets: each part is kept and answered, and the whole goes on once it is there, in any order', async () => {
    const one = await line(address());
    const qns = [nextQn(), nextQn()] as [string, string];
    const [first, second] = parts(qns) as [Buffer, Buffer];
    one.socket.write(second);
    await eventually(() => expect(one.answers()).toEqual([qns[1]]));
    one.socket.write(first);
    await eventually(() => expect(one.answers()).toEqual([qns[1], qns[0]]));
    await eventually(() => expect(packetsOf(GOOD).filter(({ headers }) => headers['parts'] === '2')).toHaveLength(1));
    expect(packetsOf(GOOD).flatMap(({ headers }) => headers['part'] ?? [])).toEqual(['2/2', '1/2']);
    const joined = packetsOf(GOOD).find(({ headers }) => headers['parts'] !== undefined)!;
    expect(joined.value.equals(Buffer.concat([first, second]))).toBe(true);
  });

  it('split packets of which a part never comes: that it is missing is told, and a half value is not read', async () => {
    const one = await line(address());
    const [first] = parts([nextQn(), nextQn()]) as [Buffer];
    one.socket.write(first);
    await eventually(() => expect(one.answers()).toHaveLength(1));
    await service.setClock(new Date(START + 60_000).toISOString());
    await eventually(() => expect(raw.faults().map(({ headers }) => headers['reason'])).toContain('PARTS_MISSING'));
    expect(packetsOf(GOOD).filter(({ headers }) => headers['parts'] !== undefined)).toEqual([]);
  });
});
