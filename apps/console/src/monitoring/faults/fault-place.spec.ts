import { expect, it } from '@jest/globals';
import type { TFunction } from 'i18next';
import { faultsEn, faultsZh } from './texts.js';
import { faultPlace } from './fault-place.js';

const wordsOf =
  (texts: typeof faultsZh | typeof faultsEn) =>
  (key: string, { n }: { n?: string } = {}): string => {
    const [, first, second] = key.split('.') as [string, string, string?];
    const found = (texts as unknown as Record<string, string | Record<string, string>>)[first]!;
    return (typeof found === 'string' ? found : found[second!]!).replace('{{n}}', n ?? '');
  };

it.each([
  ['frame, from 127.0.0.1', '报文，来自 127.0.0.1', 'frame, from 127.0.0.1'],
  ['data segment, from 10.0.0.7', '数据段，来自 10.0.0.7', 'data segment, from 10.0.0.7'],
  ['MN 8845, from 127.0.0.1', 'MN 8845，来自 127.0.0.1', 'MN 8845, from 127.0.0.1'],
  ['3 more of one minute, from ::1', '同一分钟内另有3条，来自 ::1', '3 more of one minute, from ::1'],
  ['line 7', 'line 7', 'line 7'],
])('%s', (where, zh, en) => {
  expect(faultPlace(wordsOf(faultsZh) as unknown as TFunction, where)).toBe(zh);
  expect(faultPlace(wordsOf(faultsEn) as unknown as TFunction, where)).toBe(en);
});
