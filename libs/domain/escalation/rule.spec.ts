import { describe, expect, it } from '@jest/globals';
import { failingSections, itemLag, lastInRanking, outletHours, RULES } from './fixtures/rules.fixture.js';
import { type Rule, ruleFaults } from './rule.js';

describe('rule faults', () => {
  it('finds none in the rules of the season', () => {
    for (const rule of RULES) expect([rule.id, ruleFaults(rule)]).toEqual([rule.id, []]);
    expect(JSON.parse(JSON.stringify(RULES))).toEqual(RULES);
  });

  it.each<[string, Rule, string]>([
    [
      'a single hour',
      { ...failingSections, per: 'hour', condition: { kind: 'threshold', compare: '>', limit: 100 } },
      'an hour alone never raises a warning: use at least two hours running',
    ],
    [
      'one hour of an exceedance',
      { ...outletHours, condition: { kind: 'consecutive', compare: '>', limit: 'own', periods: 1 } },
      'consecutive needs at least two periods',
    ],
    [
      'a kind for another source',
      { ...itemLag, condition: { kind: 'rank', lastPlaces: 1 } },
      'kind rank cannot read item',
    ],
    ['no definition', { ...lastInRanking, definition: null }, 'names its definition'],
    ['a definition too many', { ...itemLag, definition: 'x' }, 'names its definition'],
    ['an unknown placeholder', { ...itemLag, causeKey: '{rule}|{subject}|{weather}' }, 'cause key knows no {weather}'],
    [
      'a cause key without subject',
      { ...itemLag, causeKey: '{rule}|{episode}' },
      'a cause key names {rule} and {subject}',
    ],
    ['no grade', { ...lastInRanking, grades: [] }, 'no grade'],
    [
      'grades out of order',
      {
        ...lastInRanking,
        grades: [
          { from: 2, severity: 'red' },
          { from: 1, severity: 'yellow' },
        ],
      },
      'grades are not in order',
    ],
    ['ending at once', { ...lastInRanking, endsAfter: 0 }, 'endsAfter is at least one period'],
  ])('%s', (_, rule, fault) =>
    expect(ruleFaults(rule)).toEqual(expect.arrayContaining([expect.stringContaining(fault)])),
  );

  it('wants the grades of days to a date the other way round', () => {
    const near = (grades: Rule['grades']): Rule => ({
      ...itemLag,
      condition: { kind: 'days-to-date', atMost: 10 },
      grades,
    });
    expect(
      ruleFaults(
        near([
          { from: 10, severity: 'notice' },
          { from: 3, severity: 'yellow' },
        ]),
      ),
    ).toEqual([]);
    expect(
      ruleFaults(
        near([
          { from: 3, severity: 'yellow' },
          { from: 10, severity: 'notice' },
        ]),
      ),
    ).toEqual(['grades are not in order']);
  });
});
