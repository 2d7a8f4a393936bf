import { describe, expect, it } from '@jest/globals';
import { decodeFrame } from '#libs/domain/hj212/decode.js';
import { hear, startConversation } from '#libs/domain/hj212/conversation.js';
import { plainParameter, type Packet } from '#libs/domain/hj212/packet.js';
import { composeRequest, type DeviceRequest } from '#libs/domain/hj212/request.js';
import { simulatedDevice, simulatedMn } from './simulated-device.js';

const packetOf = (frame: Uint8Array): Packet => {
  const decoded = decodeFrame(frame);
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const at = new Date('2026-05-07T08:07:00+08:00');
const mn = simulatedMn('5', 1);
const device = simulatedDevice(1, mn, '123456');
const address = { mn, pw: '123456', st: '22', edition: '2017' as const };
const ask = (request: DeviceRequest, pw = '123456'): Packet[] =>
  device.answersTo(packetOf(composeRequest(request, { ...address, pw }, at)), at).map(packetOf);
const since = (text: string): Date => new Date(`2026-05-07T${text}+08:00`);

describe('a device that does not exist', () => {
  it('has a number of 24 characters and sends frames without a fault', () => {
    expect(mn).toBe('500000000000000000000001');
    const first = device.realtime(at);
    const packet = packetOf(first.frame);
    expect(packet).toMatchObject({ qn: first.qn, cn: '2011', isAnswerWanted: true, marks: [] });
    expect(packet.parameters).toHaveLength(12);
    expect(device.realtime(at).qn).not.toBe(first.qn);
  });

  it.each<[DeviceRequest, string[], string]>([
    [{ cn: '1062', seconds: 30 }, ['9011', '9012'], 'done'],
    [{ cn: '1011' }, ['9011', '1011', '9012'], 'done'],
    [{ cn: '2012' }, ['9013'], 'done'],
    [{ cn: '2061', from: since('05:00:00'), to: since('06:59:59') }, ['9011', '2061', '2061', '9012'], 'done'],
    [{ cn: '2061', from: since('07:00:00'), to: since('09:59:59') }, ['9011', '2061', '9012'], 'done'],
    [{ cn: '2051', from: since('07:50:00'), to: since('08:19:59') }, ['9011', '2051', '9012'], 'done'],
    [{ cn: '2061', from: since('08:00:00'), to: since('09:59:59') }, ['9011', '9012'], 'noData'],
  ])('%p is answered by %p', (request, commands, outcome) => {
    const answers = ask(request);
    expect(answers.map(({ cn }) => cn)).toEqual(commands);
    const conversation = answers.reduce(
      (so, packet) => hear(so, packet, at),
      startConversation(mn, '20260507080700000', request, at),
    );
    expect(conversation.outcome?.kind).toBe(outcome);
    expect(conversation.parts).toBe(commands.filter((cn) => cn === request.cn).length);
  });

  it('knows its password and its number, and owes nothing to an answer', () => {
    expect(ask({ cn: '1011' }, '000000').map((packet) => plainParameter(packet, 'QnRtn'))).toEqual(['3']);
    const other = packetOf(composeRequest({ cn: '1011' }, { ...address, mn: 'X' }, at));
    expect(device.answersTo(other, at)).toEqual([]);
    expect(device.answersTo({ ...other, mn, cn: '9014' }, at)).toEqual([]);
  });
});
