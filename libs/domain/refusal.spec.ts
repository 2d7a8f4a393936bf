import { describe, expect, it } from '@jest/globals';
import { obey, Refusal } from './refusal.js';

describe('Refusal', () => {
  it('carries code, words and details and is an Error', () => {
    const refusal = new Refusal('NOUN_WHAT', 'why not', { field: 'x' });
    expect(refusal).toBeInstanceOf(Error);
    expect([refusal.name, refusal.code, refusal.message, refusal.details]).toEqual([
      'Refusal',
      'NOUN_WHAT',
      'why not',
      { field: 'x' },
    ]);
    expect(new Refusal('A_B', 'c').details).toBeUndefined();
  });

  it('obey throws the refusal it is given and nothing for null', () => {
    const refusal = new Refusal('NOUN_WHAT', 'why not');
    expect(() => obey(refusal)).toThrow(refusal);
    expect(obey(null)).toBeUndefined();
  });
});
