import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isAsShown, isOfOriginal, pinnedPacket, pinnedPackets } from './pinned-packet.js';

const KEY = 'a'.repeat(64);
const ORIGINAL = Buffer.from('##0040QN=1;ST=22;CN=2061;PW=123456;MN=A1;CP=&&DataTime=2&&0000\r\n');
const OTHER = '0'.repeat(64);
const packet = pinnedPacket('7', ORIGINAL, KEY);

describe('a packet of a bundle', () => {
  it('shows stars for the password, and nothing it could be found by', () => {
    expect(Buffer.from(packet.hex, 'hex').toString()).toBe(ORIGINAL.toString().replace('123456', '******'));
    expect(packet.isPasswordHidden).toBe(true);
    const said = JSON.stringify(packet);
    expect(said).not.toContain('123456');
    expect(said).not.toContain(Buffer.from('123456').toString('hex'));
    expect(said).not.toContain(createHash('sha256').update(ORIGINAL).digest('hex'));
    expect(packet.originalHmac).not.toBe(pinnedPacket('7', ORIGINAL, 'b'.repeat(64)).originalHmac);
    expect([isAsShown(packet), isOfOriginal(packet, ORIGINAL, KEY)]).toEqual([true, true]);
  });
  it('without a password is what came, by its plain hash', () => {
    const row = Buffer.from('{"code":"S1"}');
    const open = pinnedPacket('8', row, KEY);
    expect(open).toMatchObject({ isPasswordHidden: false, hex: row.toString('hex') });
    expect(open.shownSha256).toBe(createHash('sha256').update(row).digest('hex'));
  });
  it('is read back from lines, and a line that is none is told', () => {
    const lines = `${JSON.stringify(packet)}\n{"id":"9"}\nnonsense\n`;
    expect(pinnedPackets(Buffer.from(lines))).toEqual([packet, null, null]);
  });
  it.each([
    ['other bytes', { hex: Buffer.from('other').toString('hex') }, false],
    ['another hash of what is shown', { shownSha256: OTHER }, false],
    ['nothing said to be hidden', { isPasswordHidden: false }, true],
    ['another original', { originalHmac: OTHER }, true],
  ])('with %s is not of the original', (_name, change, shown) => {
    const forged = { ...packet, ...change };
    expect([isAsShown(forged), isOfOriginal(forged, ORIGINAL, KEY)]).toEqual([shown, false]);
  });
  it('is told from one made of other values', () => {
    const forged = pinnedPacket('7', Buffer.from(ORIGINAL.toString().replace('DataTime=2', 'DataTime=3')), KEY);
    expect(isAsShown(forged)).toBe(true);
    expect(isOfOriginal(forged, ORIGINAL, KEY)).toBe(false);
    expect(isOfOriginal({ ...forged, originalHmac: packet.originalHmac }, ORIGINAL, KEY)).toBe(false);
  });
});
