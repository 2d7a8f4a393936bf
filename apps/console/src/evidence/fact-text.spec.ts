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

it('a state is a word on the Chinese page, too', async () => {
  await i18next.changeLanguage('zh');
  expect(factValue('realtime')).toBe('实时');
  expect(factLabel('氨氮')).toBe('氨氮');
  await i18next.changeLanguage('en');
});
