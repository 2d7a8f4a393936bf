import { describe, expect, it } from '@jest/globals';
import { openSealed, sealText } from './sealed-text.js';

const KEY = 'a5'.repeat(32);

describe('a sealed text', () => {
  it('is read with the key it was sealed under, and looks otherwise each time', () => {
    const sealed = sealText(KEY, '0123456789abcdeffedcba9876543210');
    expect(openSealed(KEY, sealed)).toBe('0123456789abcdeffedcba9876543210');
    expect(sealText(KEY, '0123456789abcdeffedcba9876543210')).not.toBe(sealed);
  });

  it.each([
    ['another key', '5a'.repeat(32), (sealed: string) => sealed],
    ['a changed character', KEY, (sealed: string) => `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`],
    ['too short', KEY, () => 'AAAA'],
  ])('is nothing with %s', (_name, key, changed) => {
    expect(openSealed(key, changed(sealText(KEY, 'secret')))).toBeNull();
  });
});
