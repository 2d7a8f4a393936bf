import { describe, expect, it } from '@jest/globals';
import { frameOfSegment } from './compose.js';
import { decodeFrame } from './decode.js';
import { vector } from './fixtures/vectors.js';
import { PLAIN, type Packet, type Parameter } from './packet.js';
import { collectParts, STANDARD_PART_LIMITS } from './split-packets.js';

const packetOf = (id: string): Packet => {
  const decoded = decodeFrame(vector(id));
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 8, 3, 0, second));
const [first, second] = [packetOf('G07a'), packetOf('G07b')];

const part = (pno: number, pnum: number, dataTime: string | null, more: Partial<Packet> = {}): Packet => {
  const time: Parameter[] = dataTime === null ? [] : [['DataTime', { [PLAIN]: dataTime }]];
  const area = `${dataTime === null ? '' : `DataTime=${dataTime};`}w0100${pno}-Avg=${pno}`;
  return { ...first, pno, pnum, area, parameters: [...time, [`w0100${pno}`, { Avg: String(pno) }]], ...more };
};

describe('split packets', () => {
  it('S11: come together in any order, DataTime once', () => {
    for (const order of [
      [first, second],
      [second, first],
    ] as const) {
      const collector = collectParts();
      expect(collector.add(order[0], at(0))).toEqual({ kind: 'waiting' });
      const outcome = collector.add(order[1], at(1));
      expect(outcome.kind === 'complete' && outcome.packet.parameters.map(([key]) => key)).toEqual([
        'DataTime',
        'w00000',
        'w01001',
        'w01018',
      ]);
      expect(outcome).toMatchObject({ packet: { isSplit: false, pnum: null, pno: null, qn: first.qn } });
      expect(collector.takeIncomplete(at(500))).toEqual([]);
    }
  });

  it('joins what was cut anywhere', () => {
    const area = 'DataTime=20260308100000;w01018-Avg=38.4,w01018-Flag=N;w21003-Avg=1.27,w21003-Flag=N';
    const sent = (pno: number, text: string): Packet => {
      const segment = `ST=32;CN=2061;PW=123456;MN=B2;Flag=6;PNUM=2;PNO=${pno};CP=&&${text}&&`;
      const decoded = decodeFrame(frameOfSegment(Buffer.from(segment)));
      if (decoded.kind !== 'packet') throw new Error(decoded.reason);
      return decoded;
    };
    const whole = decodeFrame(frameOfSegment(Buffer.from(`ST=32;CN=2061;MN=B2;CP=&&${area}&&`)));
    for (let cut = 1; cut < area.length; cut += 1) {
      const collector = collectParts();
      collector.add(sent(2, area.slice(cut)), at(0));
      const outcome = collector.add(sent(1, area.slice(0, cut)), at(1));
      expect(outcome).toMatchObject({ kind: 'complete', packet: { marks: [], area: null } });
      expect([cut, outcome.kind === 'complete' && outcome.packet.parameters]).toEqual([
        cut,
        whole.kind === 'packet' && whole.parameters,
      ]);
    }
  });

  it('lets single packets through', () => {
    const packet = packetOf('G01');
    expect(collectParts().add(packet, at(0))).toEqual({ kind: 'single', packet });
  });

  it('takes a part sent again instead of the earlier one', () => {
    const collector = collectParts();
    collector.add(first, at(0));
    expect(collector.add(first, at(1))).toEqual({ kind: 'waiting' });
    expect(collector.add(second, at(2)).kind).toBe('complete');
  });

  it('keeps records, devices and commands apart', () => {
    const collector = collectParts();
    for (const packet of [
      part(1, 2, 'A'),
      part(2, 2, 'B'),
      part(2, 2, 'A', { mn: 'X' }),
      part(2, 2, 'A', { cn: '2051' }),
      part(2, 2, 'A', { st: '31' }),
      part(2, 3, 'A'),
    ]) {
      expect(collector.add(packet, at(0))).toEqual({ kind: 'waiting' });
    }
    expect(collector.add(part(2, 2, 'A'), at(0)).kind).toBe('complete');
  });

  it('joins parts without DataTime to the one that has it, whichever comes first', () => {
    const later = collectParts();
    later.add(part(1, 3, 'A'), at(0));
    later.add(part(2, 3, null), at(0));
    const complete = later.add(part(3, 3, null), at(0));
    expect(complete.kind === 'complete' && complete.packet.parameters.map(([key]) => key)).toEqual([
      'DataTime',
      'w01001',
      'w01002',
      'w01003',
    ]);
    const earlier = collectParts();
    earlier.add(part(2, 2, null), at(0));
    expect(earlier.add(part(1, 2, 'A'), at(0)).kind).toBe('complete');
  });

  it('gives up by age, with what there is', () => {
    const collector = collectParts();
    collector.add(part(2, 3, 'A'), at(0));
    expect(collector.takeIncomplete(at(40))).toEqual([]);
    const [group] = collector.takeIncomplete(at(41));
    expect(group).toMatchObject({ reason: 'EXPIRED', missing: [1, 3] });
    expect(group?.parts.map((packet) => packet.pno)).toEqual([2]);
    expect(collector.add(part(1, 3, 'A'), at(42))).toEqual({ kind: 'waiting' });
  });

  it('is bounded: the oldest group makes room, and too many parts are refused', () => {
    const collector = collectParts({ ...STANDARD_PART_LIMITS, maxGroups: 3, maxParts: 9 });
    for (let index = 0; index < 10; index += 1) collector.add(part(1, 2, `T${index}`), at(index));
    const evicted = collector.takeIncomplete(at(10));
    expect(evicted.map((group) => group.reason)).toEqual(Array(7).fill('EVICTED'));
    expect(collector.add(part(2, 2, 'T9'), at(10)).kind).toBe('complete');
    expect(collector.add(part(1, 10, 'A'), at(10))).toEqual({ kind: 'refused', reason: 'TOO_MANY_PARTS' });
  });
});
