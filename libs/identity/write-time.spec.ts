import { describe, expect, it } from '@jest/globals';
import type { Identity } from './identity.js';
import { businessTime, type WriteInput } from './write-time.js';

const now = new Date('2026-05-09T02:00:00Z');
const earlier = '2026-05-08T02:00:00Z';
const reason = 'found in the tray';
const record = { unitPath: ['city', 'district'], lastActionAt: new Date('2026-05-08T01:00:00Z') };

const holding = (...grants: [permission: string, unitId: string][]): Identity =>
  ({ grants: grants.map(([permission, unitId]) => ({ permission, unitId })) }) as unknown as Identity;
const clerk = holding(['record.backdate', 'district']);

const codeOf = (input: WriteInput, identity: Identity, about: Parameters<typeof businessTime>[2] = record): unknown => {
  try {
    return businessTime(input, identity, about, now).toISOString();
  } catch (why) {
    return (why as { code?: string }).code;
  }
};

describe('the business time of a write', () => {
  it.each([
    ['nothing asked for', {}, holding(), record, now.toISOString()],
    ['dated back', { at: earlier, backdatingReason: reason }, clerk, record, '2026-05-08T02:00:00.000Z'],
    ['without the permission', { at: earlier, backdatingReason: reason }, holding(), record, 'FORBIDDEN_UNIT'],
    [
      'permission for another unit',
      { at: earlier, backdatingReason: reason },
      holding(['record.backdate', 'other']),
      record,
      'FORBIDDEN_UNIT',
    ],
    [
      'any unit where none answers yet',
      { at: earlier, backdatingReason: reason },
      holding(['record.backdate', 'other']),
      { unitPath: null, lastActionAt: null },
      '2026-05-08T02:00:00.000Z',
    ],
    [
      'no permission at all where none answers yet',
      { at: earlier, backdatingReason: reason },
      holding(),
      { unitPath: null, lastActionAt: null },
      'FORBIDDEN_UNIT',
    ],
    ['without a reason', { at: earlier, backdatingReason: ' ' }, clerk, record, 'RECORD_BACKDATED_WITHOUT_REASON'],
    ['ahead', { at: '2026-05-10T00:00:00Z', backdatingReason: reason }, clerk, record, 'RECORD_AHEAD_OF_TIME'],
    [
      'before the act before it',
      { at: '2026-05-07T00:00:00Z', backdatingReason: reason },
      clerk,
      record,
      'RECORD_BEFORE_LAST_ACT',
    ],
    [
      'now, where the act before it was dated later',
      {},
      holding(),
      { ...record, lastActionAt: new Date('2026-05-09T02:00:01Z') },
      '2026-05-09T02:00:01.000Z',
    ],
  ] as const)('%s', (_case, input, identity, about, outcome) => {
    expect(codeOf(input, identity, about)).toBe(outcome);
  });
});
