import { afterAll, beforeAll, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { factLabel, factValue } from './fact-text.js';

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: {} });
});
afterAll(async () => {
  await i18next.changeLanguage('zh');
});

it('items are terms of their standard, other words stay', () => {
  expect(factLabel('氨氮')).toBe('ammonia nitrogen');
  expect(factLabel('东湖断面')).toBe('东湖断面');
  expect(factValue('realtime')).toBe('real-time');
  expect(factValue('0.35')).toBe('0.35');
});

it.each([
  ['逐级进行', 'climbing'],
  ['已结束', 'ended'],
  ['已结束 2026-05-01T00:00:00.000Z', 'ended 2026-05-01T00:00:00.000Z'],
  ['列入清单（2026-04-01）', 'on the list (2026-04-01)'],
  ['否（TOO_FEW_HOURS）', 'no (TOO_FEW_HOURS)'],
  ['填报', 'as reported'],
  ['整改中', 'rectifying'],
  ['拟稿', 'draft'],
  ['已剔除不参加统计（断电）', 'taken out, not counted (断电)'],
  ['嘉善县（330421）', '嘉善县（330421）'],
])('the value %s is %s', (value, english) => {
  expect(factValue(value)).toBe(english);
});

it('what is said of an item is told with its name', () => {
  expect([factLabel('氨氮均值'), factLabel('高锰酸盐指数审核')]).toEqual([
    'ammonia nitrogen, mean',
    'permanganate index, review',
  ]);
});

it('a state is a word on the Chinese page, too', async () => {
  await i18next.changeLanguage('zh');
  expect(factValue('realtime')).toBe('实时');
  expect(factValue('yellow')).toBe('黄色');
  expect(factLabel('氨氮')).toBe('氨氮');
  await i18next.changeLanguage('en');
});
