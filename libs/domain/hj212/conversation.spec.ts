import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeFrame } from './compose.js';
import { elapse, hear, startConversation, type Conversation, type ConversationOutcome } from './conversation.js';
import { decodeFrame } from './decode.js';
import { vector } from './fixtures/vectors.js';
import { PLAIN, type Packet, type Parameter } from './packet.js';
import type { DeviceRequest } from './request.js';

const MN = 'B20F000000000000000000B2';
const QN = '20260308093101000';
const packetOf = (frame: Uint8Array): Packet => {
  const decoded = decodeFrame(frame);
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const said = (cn: string, parameters: Parameter[] = [], qn: string | null = QN, mn = MN): Packet =>
  packetOf(composeFrame({ qn, st: '91', cn, pw: '123456', mn, flag: 4, parameters }));
const qnRtn = (result: number | string): Packet => said('9011', [['QnRtn', { [PLAIN]: String(result) }]]);
const exeRtn = (result: number | string): Packet => said('9012', [['ExeRtn', { [PLAIN]: String(result) }]]);
const data = (cn: string, dataTime: string): Packet =>
  said(
    cn,
    [
      ['DataTime', { [PLAIN]: dataTime }],
      ['w01018', { Avg: '9' }],
    ],
    '20260308093102001',
  );

const START = new Date('2026-03-08T09:31:01+08:00');
const second = (count: number): Date => new Date(START.getTime() + count * 1000);
const history: DeviceRequest = {
  cn: '2061',
  from: new Date('2026-03-08T00:00:00+08:00'),
  to: new Date('2026-03-08T05:59:59+08:00'),
};
const setInterval: DeviceRequest = { cn: '1062', seconds: 30 };

/** A packet heard, or `time` asked about, at a second after the start. */
type Step = readonly [at: number, event: Packet | 'time'];

const played = (request: DeviceRequest, steps: readonly Step[]): { conversation: Conversation; resends: number[] } => {
  let conversation = startConversation(MN, QN, request, START);
  const resends: number[] = [];
  for (const [at, event] of steps) {
    if (event === 'time') {
      const elapsed = elapse(conversation, second(at));
      conversation = elapsed.conversation;
      if (elapsed.isSentAgain) resends.push(at);
    } else conversation = hear(conversation, event, second(at));
  }
  return { conversation, resends };
};

describe('a conversation', () => {
  it.each<[string, DeviceRequest, Step[], ConversationOutcome | null, { parts?: number; resends?: number[] }]>([
    [
      'G10: accepted and done',
      setInterval,
      [
        [1, packetOf(vector('G10b'))],
        [2, packetOf(vector('G10c'))],
      ],
      { kind: 'done' },
      {},
    ],
    ['not yet answered', setInterval, [[9, 'time']], null, {}],
    ['rejected', setInterval, [[1, qnRtn(2)]], { kind: 'rejected', result: 'rejected' }, {}],
    ['the password is wrong', setInterval, [[1, qnRtn(3)]], { kind: 'rejected', result: 'wrongPassword' }, {}],
    ['the checksum was wrong', setInterval, [[1, qnRtn(9)]], { kind: 'rejected', result: 'wrongCrc' }, {}],
    ['a result no table has', setInterval, [[1, qnRtn(77)]], { kind: 'rejected', result: 'unknown' }, {}],
    ['a result that is none', setInterval, [[1, qnRtn('x')]], { kind: 'rejected', result: 'unknown' }, {}],
    ['no result', setInterval, [[1, said('9011')]], { kind: 'rejected', result: 'unknown' }, {}],
    [
      'execution failed',
      setInterval,
      [
        [1, qnRtn(1)],
        [2, exeRtn(5)],
      ],
      { kind: 'failed', result: 'busy' },
      {},
    ],
    [
      'failed for a cause no table has',
      setInterval,
      [
        [1, qnRtn(1)],
        [2, exeRtn(55)],
      ],
      { kind: 'failed', result: 'failed' },
      {},
    ],
    [
      'nothing to send',
      history,
      [
        [1, qnRtn(1)],
        [2, exeRtn(100)],
      ],
      { kind: 'noData' },
      {},
    ],
    ['9011 lost', setInterval, [[2, exeRtn(1)]], { kind: 'done' }, {}],
    [
      'history in three parts',
      history,
      [
        [1, qnRtn(1)],
        [5, data('2061', '20260308000000')],
        [14, data('2061', '20260308010000')],
        [23, data('2061', '20260308050000')],
        [24, exeRtn(1)],
      ],
      { kind: 'done' },
      { parts: 3 },
    ],
    [
      'data of other times and commands are no part',
      history,
      [
        [1, qnRtn(1)],
        [2, data('2061', '20260308090000')],
        [3, data('2051', '20260308010000')],
        [4, exeRtn(1)],
      ],
      { kind: 'done' },
      { parts: 0 },
    ],
    [
      'history shows that 9011 was lost',
      history,
      [
        [9, data('2061', '20260308010000')],
        [12, 'time'],
      ],
      null,
      { parts: 1 },
    ],
    [
      'live data do not',
      { cn: '2011' },
      [
        [9, data('2011', '20260308093109')],
        [10, 'time'],
      ],
      null,
      { parts: 0, resends: [10] },
    ],
    [
      'real-time data without a result',
      { cn: '2011' },
      [
        [1, qnRtn(1)],
        [5, data('2011', '20260308093105')],
        [15, 'time'],
      ],
      { kind: 'done' },
      { parts: 1 },
    ],
    [
      'accepted, then silent',
      setInterval,
      [
        [1, qnRtn(1)],
        [10, 'time'],
        [11, 'time'],
      ],
      { kind: 'silent' },
      {},
    ],
    [
      'never answered: three re-sends, then given up',
      setInterval,
      [
        [9, 'time'],
        [10, 'time'],
        [15, 'time'],
        [20, 'time'],
        [30, 'time'],
        [39, 'time'],
        [40, 'time'],
      ],
      { kind: 'unreachable' },
      { resends: [10, 20, 30] },
    ],
    [
      'answered after a re-send',
      setInterval,
      [
        [10, 'time'],
        [12, qnRtn(1)],
        [13, exeRtn(1)],
      ],
      { kind: 'done' },
      { resends: [10] },
    ],
    [
      'answered twice',
      setInterval,
      [
        [10, 'time'],
        [11, qnRtn(1)],
        [12, qnRtn(2)],
        [13, exeRtn(1)],
      ],
      { kind: 'done' },
      { resends: [10] },
    ],
    ['a clock is not set with an old time', { cn: '1012', time: START }, [[10, 'time']], { kind: 'unreachable' }, {}],
    ['a notice', { cn: '2012' }, [[1, said('9013')]], { kind: 'done' }, {}],
    [
      'answers to others',
      setInterval,
      [
        [1, said('9011', [['QnRtn', { [PLAIN]: '2' }]], '20260308093101001')],
        [2, said('9011', [['QnRtn', { [PLAIN]: '2' }]], QN, 'X')],
      ],
      null,
      {},
    ],
    [
      'an answer of 2005, its QN inside CP',
      setInterval,
      [
        [
          1,
          said(
            '9011',
            [
              ['QN', { [PLAIN]: QN }],
              ['QnRtn', { [PLAIN]: '1' }],
            ],
            null,
          ),
        ],
        [2, exeRtn(1)],
      ],
      { kind: 'done' },
      {},
    ],
    [
      'nothing after the end counts',
      setInterval,
      [
        [1, qnRtn(2)],
        [2, exeRtn(1)],
        [99, 'time'],
      ],
      { kind: 'rejected', result: 'rejected' },
      {},
    ],
  ])('%s', (_name, request, steps, outcome, { parts = 0, resends = [] }) => {
    const seen = played(request, steps);
    expect(seen.conversation.outcome).toEqual(outcome);
    expect(seen.conversation.parts).toBe(parts);
    expect(seen.resends).toEqual(resends);
    expect(seen.conversation.deadline === null).toBe(outcome !== null);
  });

  it('always ends, sends no more than it may, and stays ended', () => {
    const event = fc.constantFrom<Packet | 'time'>(
      'time',
      'time',
      qnRtn(1),
      qnRtn(2),
      exeRtn(1),
      exeRtn(100),
      data('2061', '20260308010000'),
      said('9013'),
      said('9014'),
    );
    const requests = fc.constantFrom<DeviceRequest>(history, setInterval, { cn: '2012' }, { cn: '1012', time: START });
    fc.assert(
      fc.property(
        requests,
        fc.array(fc.tuple(fc.nat(15), event), { maxLength: 20 }),
        fc.nat(4),
        (request, gaps, reCount) => {
          let now = 0;
          let resends = 0;
          let conversation = startConversation(MN, QN, request, START, {
            overTimeMs: 10_000,
            reCount,
            executionMs: 20_000,
          });
          const takeTime = (): void => {
            const elapsed = elapse(conversation, second(now));
            conversation = elapsed.conversation;
            if (elapsed.isSentAgain) resends += 1;
          };
          for (const [gap, what] of gaps) {
            now += gap;
            const before = conversation;
            if (what === 'time') takeTime();
            else conversation = hear(conversation, what, second(now));
            if (before.phase === 'over') expect(conversation).toBe(before);
            expect(conversation.outcome === null).toBe(conversation.phase !== 'over');
            expect(conversation.sendings).toBe(resends + 1);
          }
          for (let left = 0; left <= reCount + 1 && conversation.phase !== 'over'; left += 1) {
            now += 20;
            takeTime();
          }
          expect(conversation.phase).toBe('over');
          expect(resends).toBeLessThanOrEqual(reCount);
        },
      ),
      { seed: 9011, numRuns: 2000 },
    );
  });
});
