import { createHmac } from 'node:crypto';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { eventually } from '#libs/testing/eventually.js';
import { freePort } from '#libs/testing/free-port.js';
import { caughtUp, INTERNAL_KEY, startTestService, type TestService } from '#libs/testing/test-service.js';
import { IngestionConfig } from '../src/config.js';
import { ingestion } from '../src/service.js';
import { type RawRecord, type RawRecords, readRawRecords } from './raw-records.js';

const MN = 'SAMPLE0000000000000000A1';
const PASSWORD = '123456';
const AT = '2026-05-07T01:00:00.000Z';
const FAULTS_BEFORE_CLOSE = 5;

let service: TestService;
let raw: RawRecords;
let port: number;

let minute = 0;
/** A minute's data (CN 2051) that wants an answer; every frame has a QN of its own. */
const frame = (more: { mn?: string; pw?: string } = {}): { qn: string; bytes: Buffer } => {
  const qn = `202605070900${String(minute++).padStart(5, '0')}`;
  const bytes = composeFrame({
    ...{ qn, st: '31', cn: '2051', pw: PASSWORD, mn: MN, flag: 5, ...more },
    parameters: [
      ['DataTime', { '': '20260507090000' }],
      ['a21026', { Avg: '35', Flag: 'N' }],
    ].map(([key, values]) => [key, values] as never),
  });
  return { qn, bytes };
};

/** A device's line to the door; `answers` are the QNs answered with CN 9014 so far. */
const line = async (): Promise<{ socket: Socket; answers: string[]; closed: () => boolean }> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const answers: string[] = [];
  let isClosed = false;
  socket.on('data', (chunk) => {
    for (const [, qn] of chunk.toString('latin1').matchAll(/QN=(\d{17});[^\r]*CN=9014/g)) answers.push(qn!);
  });
  socket.on('close', () => (isClosed = true));
  socket.on('error', () => undefined);
  await new Promise((done) => socket.once('connect', done));
  return { socket, answers, closed: () => isClosed };
};
const packets = (): readonly RawRecord[] => raw.packets();
const faults = (): readonly RawRecord[] => raw.faults();

beforeAll(async () => {
  port = await freePort();
  service = await startTestService({
    definition: ingestion,
    config: IngestionConfig,
    at: AT,
    settings: {
      HJ212_PORT: String(port),
      HJ212_FRAME_DEADLINE_MS: '200',
      HJ212_FAULTS_BEFORE_CLOSE: String(FAULTS_BEFORE_CLOSE),
    },
  });
  const passwordHash = createHmac('sha256', Buffer.from(INTERNAL_KEY, 'hex')).update(PASSWORD).digest('hex');
  await service.send(DeviceState, [
    {
      key: 'd1',
      data: {
        ...{ id: 'd1', version: 1, retired: false, mn: MN, passwordHash, protocol: 'HJ212-2017' },
        subject: { kind: 'station', id: 's1' },
        profile: { hourLabelOffsetMinutes: 0, units: {} },
        silenceAfterHours: null,
      },
    },
  ]);
  await caughtUp(service, 'ingestion', [DeviceState.topic]);
  raw = await readRawRecords(service);
});
afterAll(async () => {
  await raw?.stop();
  await service?.stop();
});
beforeEach(() => raw.forget());

describe('the door for devices (HJ 212 over TCP)', () => {
  it('holds a frame byte for byte, with when and whence, and answers it', async () => {
    const { socket, answers } = await line();
    const { qn, bytes } = frame();
    socket.write(bytes);
    await eventually(() => expect(answers).toEqual([qn]));
    await eventually(() => expect(packets()).toHaveLength(1));
    expect(packets()[0]).toMatchObject({
      key: MN,
      headers: { door: 'hj212', receivedAt: AT },
    });
    expect(packets()[0]!.value.equals(bytes.subarray(0, -2))).toBe(true);
    socket.destroy();
  });

  it('reads frames in pieces and several in one piece, each once and in order', async () => {
    const { socket, answers } = await line();
    const frames = Array.from({ length: 40 }, () => frame());
    const stream = Buffer.concat(frames.map(({ bytes }) => bytes));
    const sizes = [1, 2, 3, 5, 400, 17, 250, 999];
    for (let at = 0, n = 0; at < stream.length; n++) {
      const next = Math.min(stream.length, at + sizes[n % sizes.length]!);
      socket.write(stream.subarray(at, next));
      at = next;
      await new Promise((done) => setImmediate(done));
    }
    await eventually(() => expect(answers).toEqual(frames.map(({ qn }) => qn)));
    await eventually(() => expect(packets()).toHaveLength(40));
    expect(
      packets()
        .map(({ value }) => `${value.toString('latin1')}\r\n`)
        .join(''),
    ).toBe(stream.toString('latin1'));
    expect(faults()).toEqual([]);
    socket.destroy();
  });

  it('keeps what it refuses with the reason and the place, and takes what stands beside it', async () => {
    const { socket, answers } = await line();
    const good = [frame(), frame()];
    const damaged = Buffer.from(frame().bytes);
    damaged[40] = damaged[40]! ^ 1;
    const stranger = frame({ mn: 'NOBODYKNOWSTHISDEVICE001' }).bytes;
    const wrong = frame({ pw: '654321' }).bytes;
    socket.write(Buffer.concat([good[0]!.bytes, damaged, stranger, wrong, good[1]!.bytes]));
    await eventually(() => expect(answers).toEqual(good.map(({ qn }) => qn)));
    await eventually(() => expect(faults()).toHaveLength(3));
    const reasons = faults().map(({ headers }) => headers['reason']);
    expect(reasons).toEqual(expect.arrayContaining(['UNKNOWN_DEVICE', 'WRONG_PASSWORD']));
    expect(reasons.some((reason) => /CRC/.test(reason!))).toBe(true);
    const told = faults().find(({ headers }) => headers['reason'] === 'UNKNOWN_DEVICE')!;
    expect(told.headers['where']).toContain('MN NOBODYKNOWSTHISDEVICE001');
    expect(told.value.equals(stranger.subarray(0, -2))).toBe(true);
    await eventually(() => expect(packets()).toHaveLength(2));
    socket.destroy();
  });

  it('gives a frame up that is never finished, keeps it, and reads on', async () => {
    const { socket, answers } = await line();
    const { bytes } = frame();
    socket.write(bytes.subarray(0, bytes.length - 10));
    await eventually(() => expect(faults()).toHaveLength(1));
    const next = frame();
    socket.write(next.bytes);
    await eventually(() => expect(answers).toEqual([next.qn]));
    socket.destroy();
  });

  it('closes a line that sends nothing but faults; others are not disturbed', async () => {
    const [bad, good] = [await line(), await line()];
    for (let n = 0; n <= FAULTS_BEFORE_CLOSE; n++) bad.socket.write(frame({ pw: '000000' }).bytes);
    await eventually(() => {
      if (!bad.closed()) bad.socket.write(frame({ pw: '000000' }).bytes);
      expect(bad.closed()).toBe(true);
    });
    const { qn, bytes } = frame();
    good.socket.write(bytes);
    await eventually(() => expect(good.answers).toEqual([qn]));
    good.socket.destroy();
  });
});

describe('the door for feed files', () => {
  const deliver = async (text: string, permissions: readonly string[], layout = 'national-hourly', query = '') => {
    const { port: http } = service.running.app.getHttpServer().address() as AddressInfo;
    const { IDENTITY_HEADER, signIdentity } = await import('#libs/identity/identity.js');
    const identity = await signIdentity(INTERNAL_KEY, {
      ...{ accountId: 'spec', personId: 'p', name: 'Spec', postIds: [], unitId: 'city', postId: null },
      grants: permissions.map((permission) => ({ permission, unitId: 'city' })),
    });
    const answer = await fetch(`http://127.0.0.1:${http}/feeds/${layout}${query}`, {
      method: 'POST',
      headers: { [IDENTITY_HEADER]: identity, 'content-type': 'text/csv' },
      body: text,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const FILE = [
    'code,time,so2,no2,co,o3,pm10,pm2_5',
    'S1,2026-05-07 09:00,5,6,0.4,70,80,20',
    'S2,2026-05-07 09:00,5,NaN,0.4,70,80,20',
    'S3,2026-05-07 09:00,5,6,0.4,70,80,20',
  ].join('\n');

  it('takes the good rows, keeps the broken one and names its line and column', async () => {
    const { status, body } = await deliver(FILE, ['feed.deliver']);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: 2,
      refused: [{ line: 3, reason: 'NOT_A_NUMBER', where: 'no2: NaN' }],
    });
    await eventually(() =>
      expect(
        packets()
          .map(({ key }) => key)
          .sort(),
      ).toEqual(['S1', 'S3']),
    );
    await eventually(() => expect(faults().map(({ headers }) => headers['reason'])).toEqual(['NOT_A_NUMBER']));
    expect(packets()[0]!.headers).toMatchObject({
      door: 'feed',
      fileSha256: body['fileSha256'],
      dataState: 'realtime',
    });
  });

  it('takes a publication as it is published, and names what is wrong with each row', async () => {
    const station = (id: string, unitId: string) => ({
      key: id,
      data: {
        ...{ id, version: 1, retired: false, kind: 'station' as const, name: id, areaId: 'C1', position: null },
        ...{ evaluationPoint: null, water: null, limits: [], network: 'air' },
        answersFor: [{ unitId, sharePerMille: 1000, basis: 'paper', from: '2026-01-01', to: null }],
      },
    });
    await service.send(MonitoredSubjectState, [station('1252A', 'city'), station('1253A', 'elsewhere')]);
    await caughtUp(service, 'ingestion', [MonitoredSubjectState.topic]);
    const text = [
      'timepoint,stationcode,positionname,aqi,pm10,pm2_5,o3,o3_24h,no2,so2,co',
      '2026-05-07T0900,1252A,清河小学,,60,40,50,60,20,/,0.4',
      '2026-05-07T0900,1252A,清河小学,,60,Infinity,50,60,20,5,0.4',
      '2027-05-07T0900,1252A,清河小学,,60,40,50,60,20,5,0.4',
      '2026-05-07T0900,9999A,无,,60,40,50,60,20,5,0.4',
      '2026-05-07T0900,1253A,别处,,60,40,50,60,20,5,0.4',
    ].join('\r\n');
    const { status, body } = await deliver(text, ['feed.deliver'], 'cnemc-hourly');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: 1,
      refused: [
        { line: 3, reason: 'NOT_A_NUMBER', where: 'pm2_5: Infinity' },
        { line: 4, reason: 'TIME_IMPLAUSIBLE', where: 'timepoint: 2027-05-07T0900' },
        { line: 5, reason: 'UNKNOWN_SUBJECT', where: 'stationcode: 9999A' },
        { line: 6, reason: 'OUT_OF_REACH', where: 'stationcode: 1253A' },
      ],
    });
    await eventually(() => expect(packets()).toHaveLength(1));
    expect(packets()[0]).toMatchObject({ key: '1252A', headers: { layout: 'cnemc-hourly', line: '2' } });
    await eventually(() => expect(faults()).toHaveLength(4));
    const twice = [
      'timepoint,stationcode,pm10,pm2_5,o3,no2,so2,co,so2',
      '2026-05-07T0900,1252A,60,40,50,20,5,0.4,9',
    ].join('\n');
    expect((await deliver(twice, ['feed.deliver'], 'cnemc-hourly')).body).toMatchObject({ accepted: 1 });
    await eventually(() => expect(packets()).toHaveLength(2));
    expect(packets()[1]!.value.toString()).toContain('"so2":"5"');
    expect(await deliver('timepoint,stationcode\nx,y', ['feed.deliver'], 'cnemc-hourly')).toMatchObject({
      body: { accepted: 0, refused: [{ line: 1, reason: 'COLUMN_MISSING', where: 'so2, no2, co, o3, pm10, pm2_5' }] },
    });
  });

  it('notes every file with whoever brought it', async () => {
    const { body } = await deliver(FILE, ['feed.deliver']);
    const [row] = await service.db.query<{ actor: unknown; new: unknown }[]>(
      `select a.actor, a.new from audit a
        where a.action = 'feed.deliver' and a.subject_id = $1 order by a.seq desc limit 1`,
      [body['fileSha256']],
    );
    expect(row).toMatchObject({
      actor: { name: 'Spec' },
      new: { layout: 'national-hourly', dataState: 'realtime', accepted: 2, refused: 1 },
    });
  });

  it.each(['preliminary', 'reviewed'])(
    'takes %s values only with a reason and from whoever may review',
    async (state) => {
      const both = ['feed.deliver', 'data.review'];
      const reviewed = `?dataState=${state}`;
      const before = packets().length;
      const why = `${reviewed}&reason=${encodeURIComponent('monthly review')}`;
      expect((await deliver(FILE, ['feed.deliver'], 'reviewed-hourly', why)).status).toBe(403);
      expect(await deliver(FILE, both, 'reviewed-hourly', reviewed)).toMatchObject({
        body: { code: 'FEED_REASON_REQUIRED' },
      });
      expect(packets()).toHaveLength(before);
      expect((await deliver(FILE, both, 'reviewed-hourly', why)).status).toBe(200);
      await eventually(() =>
        expect(
          packets()
            .slice(before)
            .map(({ headers }) => headers['dataState']),
        ).toEqual([state, state]),
      );
      const [row] = await service.db.query<{ reason: string }[]>(
        `select a.reason from audit a where a.action = 'feed.deliver' order by a.seq desc limit 1`,
      );
      expect(row).toEqual({ reason: 'monthly review' });
    },
  );

  it('is shut to whoever may not deliver, and to layouts nobody knows', async () => {
    expect((await deliver(FILE, ['monitoring.read'])).status).toBe(403);
    expect(await deliver(FILE, ['feed.deliver'], 'something')).toMatchObject({
      status: 404,
      body: { code: 'FEED_LAYOUT_NOT_FOUND' },
    });
    expect(packets()).toEqual([]);
  });
});
