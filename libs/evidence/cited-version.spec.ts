import { describe, expect, it } from '@jest/globals';
import { asCited } from './cited-version.js';

const warning = { service: 'accountability', kind: 'warning', id: 'w', version: 3, title: '连续排名末位' };

describe('a record told as the version it was asked for', () => {
  it('is itself where that version was found, or none was asked for', () => {
    expect(asCited(warning, 3)).toEqual(warning);
    expect(asCited(warning, undefined)).toEqual(warning);
    expect(asCited(warning, null)).toEqual(warning);
  });

  it('names both versions where its owner found another one', () => {
    expect(asCited(warning, 1)).toEqual({ ...warning, version: 1, currentVersion: 3 });
  });

  it('stays without a version where its kind has none', () => {
    const packet = { service: 'monitoring', kind: 'packet', id: '7' };
    expect(asCited(packet, 2)).toEqual(packet);
  });
});
