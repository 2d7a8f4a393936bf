import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { address, day, month, reason, wholeUpTo, year } from './argument-values.js';

describe('values of options', () => {
  it.each([
    [day, '2026-02-28'],
    [month, '2026-12'],
    [year, '2026'],
    [address, 'http://127.0.0.1:7100'],
    [address, 'https://duban.example.org/'],
    [reason, '补'.repeat(2)],
    [wholeUpTo(60), '60'],
  ])('are taken as they are (%#)', (read, text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    [day, '2026-02-30', 'a day is written like 2026-05-01'],
    [day, '2026-5-1', 'a day is written like 2026-05-01'],
    [month, '2026-13', 'a month is written like 2026-05'],
    [year, '20x6', 'a year is written like 2026'],
    [address, '127.0.0.1:7100', 'an address is written like http://127.0.0.1:7100'],
    [address, 'file:///etc', 'an address is written like http://127.0.0.1:7100'],
    [reason, ' t ', 'a reason has 2 to 500 characters'],
    [reason, 't'.repeat(501), 'a reason has 2 to 500 characters'],
    [wholeUpTo(60), 'x', 'a whole number from 1 to 60'],
    [wholeUpTo(60), '0', 'a whole number from 1 to 60'],
    [wholeUpTo(60), '61', 'a whole number from 1 to 60'],
    [wholeUpTo(60), '1.5', 'a whole number from 1 to 60'],
  ])('are refused in a sentence (%#)', (read, text, sentence) => {
    expect(() => read(text)).toThrow(new InvalidArgumentError(sentence));
  });
});
