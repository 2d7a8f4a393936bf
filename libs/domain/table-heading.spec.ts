import { expect, it } from '@jest/globals';
import { plainHeading } from './table-heading.js';

it.each([
  ['氨氮（mg／L）', '氨氮(mg/L)'],
  ['氨氮 (㎎/L)', '氨氮(mg/L)'],
  ['水温(℃)', '水温(°C)'],
  ['电导率(\u00b5S/cm)', '电导率(\u03bcS/cm)'],
  ['ＰＭ２．５', 'PM2.5'],
  ['总磷\n（以P计）', '总磷(以P计)'],
])('%s is %s', (one, other) => expect(plainHeading(one)).toBe(plainHeading(other)));
