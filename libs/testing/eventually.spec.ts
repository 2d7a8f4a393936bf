import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { fixedClock } from './fixed-clock.js';

describe('eventually', () => {
  it('returns the first answer that is neither false nor null', async () => {
    let asked = 0;
    expect(await eventually(() => ((asked += 1) < 3 ? null : `answer ${asked}`), { everyMs: 1 })).toBe('answer 3');
  });

  it('is content with a check that answers nothing', async () => {
    await expect(eventually(() => undefined, { deadlineMs: 10 })).resolves.toBeUndefined();
    await expect(eventually(() => 0, { deadlineMs: 10 })).resolves.toBe(0);
  });

  it('takes an error for "not yet"', async () => {
    let asked = 0;
    const check = () => {
      asked += 1;
      expect(asked).toBe(2);
      return true;
    };
    await expect(eventually(check, { everyMs: 1 })).resolves.toBe(true);
  });

  it('fails at its deadline with what it waited for and the last reason', async () => {
    const never = eventually(() => Promise.reject(new Error('still 3 rows')), {
      deadlineMs: 30,
      everyMs: 5,
      what: 'an empty table',
    });
    await expect(never).rejects.toThrow('an empty table did not come about within 30 ms; still 3 rows');
    await expect(eventually(() => false, { deadlineMs: 10, everyMs: 5 })).rejects.toThrow('last answer: false');
  });
});

it('a fixed clock stands still until it is moved', async () => {
  const clock = fixedClock(new Date('2026-03-02T00:00:00Z'));
  const first = await clock.now();
  first.setFullYear(1999);
  expect(await clock.now()).toEqual(new Date('2026-03-02T00:00:00Z'));
  expect(clock.advance(1_500)).toEqual(new Date('2026-03-02T00:00:01.500Z'));
  clock.set(new Date('2026-01-01T00:00:00Z'));
  expect(await clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
});
