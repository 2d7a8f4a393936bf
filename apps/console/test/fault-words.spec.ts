/** Every reason for which data are not taken has its words. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { faultsEn, faultsZh } from '../src/monitoring/faults/texts.js';

const PLACES = [
  'apps/ingestion/src/device',
  'apps/ingestion/src/feed',
  'apps/monitoring/src/packet',
  'libs/domain/hj212/packet.ts',
  'libs/domain/hj212/given-up.ts',
  'libs/domain/hj212/admission.ts',
];
const filesIn = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
const NAMED = /(?:reason: |tell\(|refuse\(|nothing\(arrival, |\| )'([A-Z]+(?:_[A-Z]+)+)'/g;
/** Whom the door turns away before it reads a byte. */
const NO_FAULTS = /address-book/;
/** Marks of packets that were taken are none. */
const faultsOf = (source: string): string => source.replace(/export type PacketMark =[^;]*;/, '');
const codes = (): string[] => [
  ...new Set(
    PLACES.flatMap(filesIn)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !NO_FAULTS.test(name))
      .flatMap((name) => [...faultsOf(readFileSync(name, 'utf8')).matchAll(NAMED)].map(([, code]) => code!)),
  ),
];

it('every reason for which data are not taken has its words', () => {
  expect(codes().length).toBeGreaterThan(20);
  expect(codes().filter((code) => !(code in faultsZh.reasons))).toEqual([]);
  expect(Object.keys(faultsEn.reasons).sort()).toEqual(Object.keys(faultsZh.reasons).sort());
});
