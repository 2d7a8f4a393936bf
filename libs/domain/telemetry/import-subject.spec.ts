import { expect, it } from '@jest/globals';
import { subjectFinder } from './import-subject.js';

const subjects = [
  { id: '1001A', kind: 'station', name: '红旗塘大坝' },
  { id: 'DM01', kind: 'section', name: '王江泾' },
  { id: 'DM02', kind: 'section', name: '青阳汇' },
  { id: 'DM03', kind: 'section', name: '青阳汇' },
  { id: 'DM04', kind: 'section', name: '红旗塘大坝' },
];

it.each([
  ['section', 'DM01', 'DM01'],
  ['section', '浙江省/王江泾', 'DM01'],
  ['section', '浙江省/红旗塘大坝', 'DM04'],
  ['section', '江苏省/王江泾', 'OTHER_PROVINCE'],
  ['section', '浙江省/青阳汇', 'SUBJECT_AMBIGUOUS'],
  ['section', '浙江省/乌镇北', 'UNKNOWN_SUBJECT'],
  ['section', '王江泾', 'UNKNOWN_SUBJECT'],
  ['section', '1001A', 'SUBJECT_KIND'],
  ['station', '1001A', '1001A'],
  ['station', '1002A', 'UNKNOWN_SUBJECT'],
])('a %s called %s is %s', (kind, code, expected) => {
  const found = subjectFinder(subjects, kind, '浙江省')(code);
  expect(typeof found === 'string' ? found : found.id).toBe(expected);
});
