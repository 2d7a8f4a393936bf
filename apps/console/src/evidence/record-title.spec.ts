import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { titleOfId, titleText } from './record-title.js';

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: {} });
});
afterEach(async () => {
  await i18next.changeLanguage('zh');
});

const at = '2026-07-26T17:00:00.000Z';
const when = '2026-07-27 01:00';

describe('a record called by its id', () => {
  it.each([
    ['section-row', `DM03~${at}`, 'DM03 监测值', 'DM03 measured values', when],
    ['section-day', 'DM03~2026-07-27', 'DM03 监测值', 'DM03 measured values', '2026-07-27'],
    ['section-day', 'DM03~2026-07-27T01', 'DM03 监测值', 'DM03 measured values', when],
    ['section-month', 'DM03~2026-07', 'DM03 月均值', 'DM03 monthly mean', '2026-07'],
    ['station-hour', `ST01~${at}`, 'ST01 小时值', 'ST01 hourly values', when],
    ['station-day', 'ST01~2026-07-27', 'ST01 日评价', 'ST01 daily evaluation', '2026-07-27'],
    ['outlet-hour', `OUT01~w21003~${at}`, 'OUT01 氨氮 小时均值', 'OUT01 ammonia nitrogen hourly mean', when],
    ['reading', `hj212~A/B@v~hour~${at}~w01018`, 'A/B@v 化学需氧量', 'A/B@v COD', when],
    ['reading', `hj212~M~N~hour~${at}~w01018`, 'M~N 化学需氧量', 'M~N COD', when],
    ['source-result', 'SY01~outlet~2026-07-02', 'SY01 出厂水样品', 'SY01 sample of finished water', '2026-07-02'],
    ['plant-day', 'WS01~2026-07-02', 'WS01 运行日报', 'WS01 plant day', '2026-07-02'],
    ['black-water', 'HC01~2026-07', 'HC01', 'HC01', '2026-07'],
    ['black-water-sample', 'HC01~P1~2026-07-02', 'HC01 P1', 'HC01 P1', '2026-07-02'],
    ['packet', '4711', '原始报文 4711', 'raw packet 4711', ''],
  ])('%s %s', async (kind, id, zh, en, written) => {
    expect(titleOfId(kind, id)).toEqual({ title: zh, when: written });
    await i18next.changeLanguage('en');
    expect(titleOfId(kind, id)).toEqual({ title: en, when: written });
  });

  it.each([
    ['warning', 'd2c4e3f0-0000-4000-8000-000000000000'],
    ['section-row', at],
    ['outlet-hour', `OUT01~${at}`],
    ['source-result', 'SY01~tap~2026-07-02'],
    ['reading', 'hj212~hour'],
  ])('%s %s has no title by its id', (kind, id) => {
    expect(titleOfId(kind, id)).toBeNull();
  });
});

it('a title of a service ends in the language of the page', async () => {
  expect(titleText('东湖 2026-07 月均值')).toBe('东湖 2026-07 月均值');
  await i18next.changeLanguage('en');
  expect(titleText('东湖 2026-07 月均值')).toBe('东湖 2026-07 monthly mean');
  expect(titleText('OUT01 化学需氧量 超标')).toBe('OUT01 COD beyond its limit');
  expect(titleText('东湖断面')).toBe('东湖断面');
});
