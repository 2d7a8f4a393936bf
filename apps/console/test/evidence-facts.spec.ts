import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { FACT_LABELS, factWord } from '../src/evidence/fact-words.js';

const APPS = path.resolve(import.meta.dirname, '../..');
const READERS = [
  'accountability/src/dispatch/evidence-reader.ts',
  'accountability/src/evidence/act-evidence.ts',
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
/** Files whose facts have words as their values, beside those above. */
const VALUES = [...READERS, 'monitoring/src/evidence/evidence-record.ts'].filter(
  // Sentences of several numbers, in the words of the standards.
  (file) => !file.endsWith('/outlet-evidence.ts'),
);
/** A word by itself, of a choice or a list of words; and one that stands before a time or a remark. */
const VALUE = /(?<!unit)(?:\?|:|\?\?)\s+'(\p{Script=Han}[^']*)'/gu;
const BEFORE = /`(\p{Script=Han}+)[ （]\$\{/gu;
/** Part of a title, or of where a row stands in a file. */
const NO_VALUE = ['水源样品', '出厂水样品', '起'];

it.each(READERS)('every fact of %s has an English name', (file) => {
  const labels = [...fs.readFileSync(path.join(APPS, file), 'utf8').matchAll(LABEL)].map(([, label = '']) => label);
  expect(labels.length).toBeGreaterThan(0);
  expect(labels.filter((label) => FACT_LABELS[label] === undefined)).toEqual([]);
});

it.each(VALUES)('every value %s has for a fact has English words', (file) => {
  const lines = fs.readFileSync(path.join(APPS, file), 'utf8').split('\n');
  const text = lines.filter((line) => !/\btitle: /.test(line)).join('\n');
  const values = [...text.matchAll(VALUE), ...text.matchAll(BEFORE)].map(([, value = '']) => value);
  const isKnown = (value: string): boolean => (factWord(value) ?? FACT_LABELS[value]) !== undefined;
  expect(values.filter((value) => !NO_VALUE.includes(value) && !isKnown(value))).toEqual([]);
});
