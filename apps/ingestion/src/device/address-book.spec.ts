import { describe, expect, it } from '@jest/globals';
import { AddressBook, type AddressEntry } from './address-book.js';

const LIMITS = {
  ...{ mostOpen: 2, mostNewPerMinute: 5, faultsBeforeBlock: 4, blockMs: 10_000 },
  ...{ mostKeptFaults: 3, mostKeptFaultsOfAll: 4 },
};
const entry = (book: AddressBook, address: string, now = 0): AddressEntry => {
  const opened = book.open(address, now);
  if (typeof opened === 'string') throw new Error(opened);
  return opened;
};

describe('an address', () => {
  it('may have so many connections open, and others have theirs', () => {
    const book = new AddressBook(LIMITS);
    const first = entry(book, 'a');
    entry(book, 'a');
    expect(book.open('a', 0)).toBe('TOO_MANY_OPEN');
    entry(book, 'b');
    book.closed(first);
    entry(book, 'a');
  });

  it('may open so many in a minute', () => {
    const book = new AddressBook(LIMITS);
    book.pass(0);
    for (let n = 0; n < 5; n++) book.closed(entry(book, 'a'));
    expect(book.open('a', 59_999)).toBe('TOO_MANY_NEW');
    book.pass(60_000);
    entry(book, 'a', 60_000);
  });

  it('is shut out after faults running, which a packet let in forgives', () => {
    const book = new AddressBook(LIMITS);
    const one = entry(book, 'a');
    for (let n = 0; n < 3; n++) expect(book.fault(one, 0).isBlocked).toBe(false);
    one.faultsRunning = 0;
    for (let n = 0; n < 3; n++) expect(book.fault(one, 0).isBlocked).toBe(false);
    expect(book.fault(one, 1_000).isBlocked).toBe(true);
    expect(book.fault(one, 1_000).isBlocked).toBe(false);
    expect(book.open('a', 1_000)).toBe('BLOCKED');
    expect(book.blocked(1_000)).toEqual([{ address: 'a', secondsLeft: 10, turnedAway: 1 }]);
    expect(book.open('a', 10_999)).toBe('BLOCKED');
    book.pass(11_000);
    expect(book.blocked(11_000)).toEqual([]);
    entry(book, 'a', 11_000);
  });

  it('is let in before its time when somebody says so', () => {
    const book = new AddressBook(LIMITS);
    const one = entry(book, 'a');
    for (let n = 0; n < 4; n++) book.fault(one, 0);
    const unblock = (address: string, begunBy: number): boolean => book.unblock(address, begunBy);
    expect([unblock('b', 0), unblock('a', 0), unblock('a', 0)]).toEqual([false, true, false]);
    entry(book, 'a');
  });

  it('stays out where the block began after it was said', () => {
    const book = new AddressBook(LIMITS);
    const one = entry(book, 'a');
    for (let n = 0; n < 4; n++) book.fault(one, 1_000);
    expect([book.unblock('a', 999), book.open('a', 1_000), book.unblock('a', 1_000)]).toEqual([false, 'BLOCKED', true]);
  });

  it('has so many faults kept in a minute, all together so many, and the others counted', () => {
    const book = new AddressBook({ ...LIMITS, faultsBeforeBlock: 1_000 });
    book.pass(0);
    const [a, b] = [entry(book, 'a'), entry(book, 'b')];
    const kept = (of: AddressEntry, times: number): number =>
      Array.from({ length: times }, () => book.fault(of, 0)).filter(({ isKept }) => isKept).length;
    expect([kept(a, 10), kept(b, 5)]).toEqual([3, 1]);
    expect(book.pass(59_999)).toEqual([]);
    expect(book.pass(60_000)).toEqual([
      { address: 'a', notKept: 7 },
      { address: 'b', notKept: 4 },
    ]);
    expect([kept(a, 1), book.pass(120_000)]).toEqual([1, []]);
  });

  it('that is gone is forgotten, so that thousands of them take no room', () => {
    const book = new AddressBook(LIMITS);
    for (let n = 0; n < 30_000; n++) book.closed(entry(book, `a${n}`));
    expect((book as unknown as { entries: Map<string, unknown> }).entries.size).toBeLessThanOrEqual(20_000);
    book.pass(60_000);
    expect((book as unknown as { entries: Map<string, unknown> }).entries.size).toBe(0);
  });
});
