import { afterAll, beforeAll, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { warningTitle } from './warning-title.js';

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: {} });
});
afterAll(async () => {
  await i18next.changeLanguage('zh');
});

it.each([
  ['断面6：断面连续不达标', '断面连续不达标', 'Section beyond its target', '断面6: Section beyond its target'],
  ['数据静默：空气站点 17/17', '数据静默', 'Feed silent', 'Feed silent: air station 17/17'],
  ['某厂：化学需氧量超标', '超标', 'Beyond its limit', '某厂: COD Beyond its limit'],
  [
    '甲区：2026-07环境空气质量排名末位',
    '环境空气质量排名末位',
    'Last in the ranking',
    '甲区: 2026-07 Last in the ranking',
  ],
  ['甲区：污染过程（2026-07-01）', '污染过程', 'Pollution episode', '甲区: Pollution episode (2026-07-01)'],
  ['另有标题', '数据静默', 'Feed silent', '另有标题'],
])('%s', (title, zh, en, english) => {
  expect(warningTitle(title, { zh, en })).toBe(english);
});

it('the Chinese page has the title as it was given', async () => {
  await i18next.changeLanguage('zh');
  expect(warningTitle('断面6：数据静默', { zh: '数据静默', en: 'Feed silent' })).toBe('断面6：数据静默');
});
