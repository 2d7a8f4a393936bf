import { afterAll, beforeAll, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { reasonText } from './reason-text.js';

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: {} });
});
afterAll(async () => {
  await i18next.changeLanguage('zh');
});

it.each([
  ['没有有效的污染物数据', 'no valid data of pollutants'],
  ['缺少PM2.5、臭氧有效数据', 'no valid data of PM2.5, ozone'],
  ['以下各日没有数据：2026-07-27、2026-07-28', 'no data on 2026-07-27, 2026-07-28'],
  [
    '2026-01 PM2.5有效天数0天，少于27天；有效天数3天，少于27天',
    '2026-01 PM2.5: 0 valid days, fewer than 27; 3 valid days, fewer than 27',
  ],
  ['由监测站另行说明', '由监测站另行说明'],
])('%s in English', (reason, english) => {
  expect(reasonText(reason)).toBe(english);
});

it('the Chinese page has it as the papers', async () => {
  await i18next.changeLanguage('zh');
  expect(reasonText('缺少PM2.5有效数据')).toBe('缺少PM2.5有效数据');
});
