import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { DeviceCommandEnded } from '#libs/contracts/ingestion.events.js';
import { DeviceDataWanted, DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { plainParameter, type Packet, type Parameter } from '#libs/domain/hj212/packet.js';
import { eventually } from '#libs/testing/eventually.js';
import { freePort } from '#libs/testing/free-port.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { IngestionConfig } from '../src/config.js';
import { ingestion } from '../src/service.js';
import { deviceState, frameOf, type Line, openLine, PASSWORD, plain } from './device-line.js';

const START = Date.parse('2026-05-07T01:00:00.000Z');
const MAY = ['device.command', 'monitoring.read', 'device.manage'];
let service: TestService;
let port: number;
let passed = 0;
let number = 0;
const lines: Line[] = [];

interface Command {
  readonly id: string;
  readonly state: string;
  readonly result: string | null;
  readonly sendings: number;
  readonly parts: number;
  readonly qn: string | null;
  readonly reply: Record<string, string> | null;
}

const pass = async (seconds: number): Promise<void> => {
  passed += seconds * 1_000;
  await service.setClock(new Date(START + passed).toISOString());
};
/** A device nobody has spoken with yet, connected and let in. */
const device = async (
  settings?: Parameters<typeof deviceState>[2],
): Promise<{ id: string; mn: string; line: Line }> => {
  const id = `c${++number}`;
  const mn = `COMMAND00000000000000${String(number).padStart(3, '0')}`;
  await service.send(DeviceState, [{ key: id, data: deviceState(id, mn, settings) }]);
  await caughtUp(service, 'ingestion', [DeviceState.topic]);
  return { id, mn, line: await connected(mn) };
};
const connected = async (mn: string): Promise<Line> => {
  const line = await openLine(port);
  lines.push(line);
  line.socket.write(frameOf({ mn }));
  await eventually(() => expect(line.answers()).toHaveLength(1));
  return line;
};
const ask = async (deviceId: string, request: object, more: object = {}): Promise<Command> => {
  const { status, body } = await service.call<Command>({ permissions: MAY }, 'POST', '/device-commands', {
    ...{ deviceId, request },
    ...more,
  });
  expect({ status, body }).toMatchObject({ status: 202 });
  return body;
};
const look = async (id: string): Promise<Command> =>
  (await service.call<Command>({ permissions: MAY }, 'GET', `/device-commands/${id}`)).body;
const becomes = (id: string, expected: Partial<Command>): Promise<true> =>
  eventually(async () => {
    expect(await look(id)).toMatchObject(expected);
    return true as const;
  });
const requestsOn = (line: Line): Packet[] => line.heard.filter(({ cn }) => cn !== '9014');
const requestOn = (line: Line): Promise<Packet> => eventually(() => requestsOn(line)[0] ?? null);
const answer = (line: Line, request: Packet, cn: string, ...parameters: Parameter[]): void =>
  void line.socket.write(frameOf({ mn: request.mn, qn: request.qn, st: '91', cn, flag: 4, parameters }));

const unit = (...path: string[]) => ({
  key: path.at(-1)!,
  data: {
    ...{ id: path.at(-1)!, version: 1, retired: false, name: '县', shortName: '县', type: 'TOWNSHIP' },
    ...{ parentId: path.at(-2) ?? null, path, areaId: null, external: false },
  },
});
const area = (id: string, unitId: string | null) => ({
  key: id,
  data: { id, version: 1, retired: false, name: id, level: 'county' as const, parentId: null, unitId, outline: [] },
});
const subject = (
  id: string,
  areaId: string,
  answersFor: { unitId: string; sharePerMille: number; basis: string; from: string; to: null }[],
) => ({
  key: id,
  data: {
    ...{ id, version: 1, retired: false, kind: 'station' as const, name: 'S', areaId, position: null },
    ...{ evaluationPoint: null, water: null, limits: [], network: 'air', answersFor },
  },
});

beforeAll(async () => {
  port = await freePort();
  service = await startTestService({
    definition: ingestion,
    config: IngestionConfig,
    at: new Date(START).toISOString(),
    settings: { HJ212_PORT: String(port), COMMAND_LOOK_MS: '20' },
  });
  const span = { from: '2026-01-01', to: null };
  await service.send(UnitState, [unit('city'), unit('city', 'county')]);
  await service.send(AreaState, [area('governed', 'county'), area('free', null)]);
  const county = [{ unitId: 'county', sharePerMille: 1000, basis: 'b', ...span }];
  await service.send(MonitoredSubjectState, [
    subject('s1', 'free', county),
    subject('of-county', 'governed', []),
    subject('of-nobody', 'free', []),
  ]);
  await caughtUp(service, 'ingestion', [UnitState.topic, AreaState.topic, MonitoredSubjectState.topic]);
});
afterEach(() => lines.splice(0).forEach(({ socket }) => socket.destroy()));
afterAll(() => service?.stop());

describe('a command', () => {
  it('goes to the device with its own password, is answered, and keeps what the device told', async () => {
    const { id, line, mn } = await device();
    const command = await ask(id, { cn: '1061' });
    const request = await requestOn(line);
    expect(request).toMatchObject({ cn: '1061', mn, pw: PASSWORD, st: '31', flag: 5 });
    await becomes(command.id, { state: 'sent', sendings: 1, qn: request.qn });
    answer(line, request, '9011', plain('QnRtn', '1'));
    await becomes(command.id, { state: 'answered' });
    answer(line, request, '1061', plain('RtdInterval', '60'));
    answer(line, request, '9012', plain('ExeRtn', '1'));
    await becomes(command.id, { state: 'executed', result: 'done', parts: 1, reply: { RtdInterval: '60' } });
    await eventually(() =>
      expect(service.published(DeviceCommandEnded).find(({ commandId }) => commandId === command.id)).toMatchObject({
        ...{ state: 'executed', result: 'done', origin: 'person', deviceId: id },
      }),
    );
  });

  it('sets a clock to the time of its sending', async () => {
    const { id, line } = await device();
    await ask(id, { cn: '1012' });
    const at = new Date(START + passed + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
    expect(plainParameter(await requestOn(line), 'SystemTime')).toBe(at);
  });

  it.each([
    ['2', 'rejected'],
    ['3', 'wrongPassword'],
    ['8', 'wrongCommand'],
  ])('that the device refuses with QnRtn %s ends so', async (code, result) => {
    const { id, line } = await device();
    const command = await ask(id, { cn: '3011', factor: 'a21026' });
    answer(line, await requestOn(line), '9011', plain('QnRtn', code));
    await becomes(command.id, { state: 'refused', result });
  });

  it('that is not answered is sent again as often as the setting says, the same bytes, then given up', async () => {
    const { id, line } = await device({ overTimeSeconds: 5, reCount: 2 });
    const command = await ask(id, { cn: '1063' });
    const first = await requestOn(line);
    await pass(4);
    await becomes(command.id, { state: 'sent', sendings: 1 });
    for (const sendings of [2, 3]) {
      await pass(5);
      await becomes(command.id, { state: 'sent', sendings });
      await eventually(() => expect(requestsOn(line)).toHaveLength(sendings));
    }
    expect(new Set(requestsOn(line).map(({ qn }) => qn))).toEqual(new Set([first.qn]));
    await pass(5);
    await becomes(command.id, { state: 'timed-out', result: 'unreachable', sendings: 3 });
    expect(requestsOn(line)).toHaveLength(3);
  });

  it('whose device says yes and falls silent has timed out, and is not sent again', async () => {
    const { id, line } = await device({ executionSeconds: 30 });
    const command = await ask(id, { cn: '3013', factor: 'a21026' });
    answer(line, await requestOn(line), '9011', plain('QnRtn', '1'));
    await becomes(command.id, { state: 'answered' });
    await pass(29);
    await becomes(command.id, { state: 'answered' });
    await pass(2);
    await becomes(command.id, { state: 'timed-out', result: 'silent', sendings: 1 });
    expect(requestsOn(line)).toHaveLength(1);
  });

  it('survives a lost line: the device answers on its next connection', async () => {
    const { id, line, mn } = await device();
    const command = await ask(id, { cn: '1011' });
    const request = await requestOn(line);
    line.socket.destroy();
    const next = await connected(mn);
    await pass(10);
    const again = await requestOn(next);
    expect(again.qn).toBe(request.qn);
    answer(next, again, '9011', plain('QnRtn', '1'));
    answer(next, again, '9012', plain('ExeRtn', '100'));
    await becomes(command.id, { state: 'executed', result: 'noData', sendings: 2 });
  });

  it('waits for its turn: one at a time for a device, each with a number of its own', async () => {
    const { id, line } = await device();
    const [one, two] = [await ask(id, { cn: '1011' }), await ask(id, { cn: '1063' })];
    const first = await requestOn(line);
    await becomes(one.id, { state: 'sent' });
    await becomes(two.id, { state: 'queued' });
    answer(line, first, '9012', plain('ExeRtn', '1'));
    await eventually(() => expect(requestsOn(line)).toHaveLength(2));
    expect(requestsOn(line)[1]!.qn).not.toBe(first.qn);
    await becomes(two.id, { state: 'sent' });
  });

  it('waits for a device that is not connected, may be taken back, and expires', async () => {
    const { id, line, mn } = await device();
    line.socket.destroy();
    await eventually(async () => {
      const { body } = await service.call<{ connected: { mn: string }[] }>({ permissions: MAY }, 'GET', '/device-door');
      return !body.connected.some((one) => one.mn === mn);
    });
    const [kept, back] = [await ask(id, { cn: '1011' }, { validMinutes: 5 }), await ask(id, { cn: '1063' })];
    const cancel = () =>
      service.call<Command>({ permissions: MAY }, 'POST', `/device-commands/${back.id}/cancel`, { reason: '不需要了' });
    expect((await cancel()).body).toMatchObject({ state: 'cancelled' });
    expect((await cancel()).body).toMatchObject({ state: 'cancelled' });
    await pass(301);
    await becomes(kept.id, { state: 'expired', sendings: 0 });
    const next = await connected(mn);
    const later = await ask(id, { cn: '1061' });
    await becomes(later.id, { state: 'sent' });
    expect(requestsOn(next).map(({ cn }) => cn)).toEqual(['1061']);
  });

  it('a process had sent that is heard of no more is interrupted, never sent again', async () => {
    const { id, line } = await device();
    const command = await ask(id, { cn: '1011' }, { validMinutes: 1 });
    await requestOn(line);
    await becomes(command.id, { state: 'sent' });
    // Another process than this one holds it now.
    await service.db.query(`update device_command set held_by = gen_random_uuid() where id = $1`, [command.id]);
    await pass(71);
    await becomes(command.id, { state: 'interrupted', sendings: 1 });
    expect(requestsOn(line)).toHaveLength(1);
    const next = await ask(id, { cn: '1063' });
    await becomes(next.id, { state: 'sent' });
  });
});

describe('history', () => {
  const hour = (mn: string, dataTime: string): Buffer =>
    frameOf({ mn, cn: '2061', parameters: [plain('DataTime', dataTime), ['a21026', { Avg: '8', Flag: 'N' }]] });

  it('is asked for, comes in parts that are answered each, and ends with 9012', async () => {
    const { id, line, mn } = await device();
    const command = await ask(id, { cn: '2061', from: '2026-05-06T16:00:00Z', to: '2026-05-06T18:59:59Z' });
    const request = await requestOn(line);
    expect(plainParameter(request, 'BeginTime')).toBe('20260507000000');
    expect(plainParameter(request, 'EndTime')).toBe('20260507025959');
    answer(line, request, '9011', plain('QnRtn', '1'));
    for (const at of ['20260507000000', '20260507010000', '20260507020000']) line.socket.write(hour(mn, at));
    await eventually(() => expect(line.answers()).toHaveLength(4));
    answer(line, request, '9012', plain('ExeRtn', '1'));
    await becomes(command.id, { state: 'executed', result: 'done', parts: 3 });
  });

  it('monitoring misses is asked for once, however often it is told', async () => {
    const { id, line, mn } = await device();
    const askingId = '0190f3a0-0000-7000-8000-0000000000a1';
    const wanted = {
      ...{ askingId, deviceId: id, mn, cn: '2061' as const },
      ...{ from: '2026-05-06T16:00:00.000Z', to: '2026-05-06T18:59:59.000Z', expiresAt: '2026-05-08T00:00:00.000Z' },
    };
    await service.send(DeviceDataWanted, [
      { key: id, data: wanted },
      { key: id, data: wanted },
      { key: id, data: wanted, id: '0190f3a0-0000-7000-8000-0000000000b2' },
    ]);
    const request = await requestOn(line);
    expect(request.cn).toBe('2061');
    answer(line, request, '9012', plain('ExeRtn', '100'));
    await caughtUp(service, 'ingestion', [DeviceDataWanted.topic]);
    await eventually(() =>
      expect(service.published(DeviceCommandEnded).filter((end) => end.askingId === askingId)).toMatchObject([
        { state: 'executed', result: 'noData', origin: 'gap' },
      ]),
    );
    const { body } = await service.call<{ items: Command[] }>(
      { permissions: MAY },
      'GET',
      `/device-commands?deviceId=${id}`,
    );
    expect(body.items).toHaveLength(1);
  });
});

describe('who may', () => {
  it.each([
    ['whom its area has a unit for', 'of-county', 'county', 202],
    ['whom its area has a unit for, from elsewhere', 'of-county', 'elsewhere', 403],
    ['nobody answers for, by the unit above all', 'of-nobody', 'city', 202],
    ['nobody answers for, by a branch', 'of-nobody', 'county', 403],
    ['nobody knows, by the unit above all', 'unheard-of', 'city', 202],
    ['nobody knows, by a branch', 'unheard-of', 'county', 403],
  ])('command a device of a subject %s', async (_name, subjectId, unitId, status) => {
    const id = `c${++number}`;
    const state = { ...deviceState(id, `REACH${id}`), subject: { kind: 'station' as const, id: subjectId } };
    await service.send(DeviceState, [{ key: id, data: state }]);
    await caughtUp(service, 'ingestion', [DeviceState.topic]);
    const asked = await service.call({ permissions: MAY, unitId }, 'POST', '/device-commands', {
      ...{ deviceId: id, request: { cn: '1061' } },
    });
    expect(asked).toMatchObject({ status, body: status === 202 ? { state: 'queued' } : { code: 'FORBIDDEN_UNIT' } });
  });

  it.each([
    ['nobody without the permission', { permissions: ['monitoring.read'] }, 403, 'PERMISSION_MISSING'],
    ['nobody from another unit', { permissions: MAY, unitId: 'elsewhere' }, 403, 'FORBIDDEN_UNIT'],
  ])('%s', async (_name, identity, status, code) => {
    const { id } = await device();
    const refused = await service.call(identity, 'POST', '/device-commands', { deviceId: id, request: { cn: '1011' } });
    expect(refused).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['a device nobody knows', { deviceId: 'none', request: { cn: '1011' } }, 404, 'DEVICE_NOT_FOUND'],
    ['an interval out of range', { request: { cn: '1062', seconds: 5 } }, 409, 'DEVICE_REQUEST_OUT_OF_RANGE'],
    ['a command nobody knows', { request: { cn: '1072', newPassword: '654321' } }, 400, 'INPUT_INVALID'],
  ])('refuses %s', async (_name, body, status, code) => {
    const { id } = await device();
    const refused = await service.call({ permissions: MAY }, 'POST', '/device-commands', { deviceId: id, ...body });
    expect(refused).toMatchObject({ status, body: { code } });
  });
});
