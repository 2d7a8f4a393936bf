import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { FACT_LABELS } from '../src/evidence/fact-words.js';

const APPS = path.resolve(import.meta.dirname, '../..');
const READERS = [
  'accountability/src/dispatch/evidence-reader.ts',
  'accountability/src/indicator/evidence-reader.ts',
  'accountability/src/warning/evidence-reader.ts',
  'funding/src/evidence/evidence.controller.ts',
  'ledger/src/evidence/evidence-of-record.ts',
  'monitoring/src/evidence/black-water-evidence.ts',
  'monitoring/src/evidence/dust-evidence.ts',
  'monitoring/src/evidence/evidence.view.ts',
  'monitoring/src/evidence/outlet-evidence.ts',
  'monitoring/src/evidence/subject-evidence.ts',
  'monitoring/src/evidence/water-evidence.ts',
];
const LABEL = /(?:fact\(\s*|label: )'([^']*\p{Script=Han}[^']*)'/gu;

it.each(READERS)('every fact of %s has an English name', (file) => {
  const labels = [...fs.readFileSync(path.join(APPS, file), 'utf8').matchAll(LABEL)].map(([, label = '']) => label);
  expect(labels.length).toBeGreaterThan(0);
  expect(labels.filter((label) => FACT_LABELS[label] === undefined)).toEqual([]);
});
