import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { COMMANDS } from '#libs/domain/hj212/command.js';
import { BASIC_ITEMS, GB3838_2002 } from '#libs/domain/water/edition.js';
import { NAMED_FACTORS, factorName } from '#libs/domain/telemetry/factor-codes.js';
import { termText, unitText } from './terms.js';

const HAN = /\p{Script=Han}/u;

it.each([
  ['微克/立方米', 'µg/m³', 'µg/m³'],
  ['ug/m3', 'µg/m³', 'µg/m³'],
  ['μg/m³', 'µg/m³', 'µg/m³'],
  ['毫克/立方米', 'mg/m³', 'mg/m³'],
  ['mg/L', 'mg/L', 'mg/L'],
  ['毫克/升', 'mg/L', 'mg/L'],
  ['天', '天', 'days'],
  ['个百分点', '个百分点', 'percentage points'],
  ['个/L', '个/L', '/L'],
  ['%', '%', '%'],
  ['', '', ''],
])('%s is written %s, in English %s', async (unit, chinese, english) => {
  await i18next.init({ lng: 'zh', resources: {} });
  expect(unitText(unit)).toBe(chinese);
  await i18next.changeLanguage('en');
  expect(unitText(unit)).toBe(english);
});

describe('in English', () => {
  beforeAll(async () => {
    await i18next.init({ lng: 'en', resources: {} });
  });
  afterAll(async () => {
    await i18next.changeLanguage('zh');
  });

  it('every item, factor and command that has a name of a standard has an English one', () => {
    const names = [
      ...BASIC_ITEMS.map((item) => GB3838_2002.basic[item].name),
      ...Object.values(GB3838_2002.supplementary).map(({ name }) => name),
      ...NAMED_FACTORS.map(factorName),
      ...COMMANDS.map(({ name }) => name),
    ];
    expect(names.length).toBeGreaterThan(90);
    expect(names.filter((name) => HAN.test(termText(name)))).toEqual([]);
  });

  it('a name that is no term stays as it is', () => {
    expect(termText('东湖断面')).toBe('东湖断面');
  });
});
