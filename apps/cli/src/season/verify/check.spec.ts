import { describe, expect, it } from '@jest/globals';
import { answer, canonical, differences } from './check.js';
import { lineOf, tableOf } from './report.js';

const question = (id: string, from: string, expected: unknown, found: () => unknown) => ({
  id,
  words: `words of ${id}`,
  from,
  expected,
  found,
});

describe('checks of a played season', () => {
  it('take equal values for equal whatever the order of their keys, but not of their items', () => {
    expect(canonical({ b: 1, a: [1, 2] })).toBe(canonical({ a: [1, 2], b: 1 }));
    expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }));
    expect(canonical(undefined)).not.toBe(canonical(null));
  });

  it('are asked only from the minute on at which they hold', async () => {
    const asked: string[] = [];
    const look = (id: string) => () => asked.push(id);
    const checks = await answer(
      [question('held', '2026-05-10 24:00', 1, look('held')), question('later', '2026-05-11 00:01', 1, look('later'))],
      new Date('2026-05-10T16:00:00Z'),
    );
    expect(checks.map(({ id }) => id)).toEqual(['held']);
    expect(asked).toEqual(['held']);
  });

  it('fail with what was thrown, and the others go on', async () => {
    const checks = await answer(
      [
        question('thrown', '2026-05-01 00:00', 1, () => {
          throw new Error('no such paper');
        }),
        question('fine', '2026-05-01 00:00', { a: 1 }, () => Promise.resolve({ a: 1 })),
      ],
      new Date('2026-05-02T00:00:00Z'),
    );
    expect(checks.map(({ ok }) => ok)).toEqual([false, true]);
    expect(checks[0]?.found).toBe('could not be seen: no such paper');
  });

  it('say where two values part', () => {
    expect(differences({ rows: [{ level: 'red' }], n: 1 }, { rows: [{ level: 'orange' }], n: 1 })).toEqual([
      'rows.0.level: expected "red", found "orange"',
    ]);
    expect(differences([], ['one'])).toEqual(['0: expected nothing, found "one"']);
    expect(differences({ a: null }, {})).toEqual(['a: expected null, found nothing']);
  });

  it('are told failed ones first, and to a program in one line', () => {
    const checks = [
      { id: 'fine', words: 'w', expected: 1, found: 1, ok: true },
      { id: 'row-06', words: 'ranks', expected: { a: 1 }, found: { a: 2 }, ok: false },
    ];
    expect(tableOf(checks)).toBe(
      'row-06                       ranks\n    a: expected 1, found 2\n2 checks: 1 as expected, 1 not',
    );
    const line = lineOf(checks, { problems: 41 }, ['x.docx']);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      ok: false,
      checks: 2,
      failed: [{ id: 'row-06', expected: { a: 1 }, found: { a: 2 } }],
      counts: { problems: 41 },
      documents: ['x.docx'],
    });
  });
});
