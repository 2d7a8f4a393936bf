import { describe, expect, it } from '@jest/globals';
import { AIR_FACTORS } from './air-factor.js';
import { currentCode, factorOf, formOfCode } from './factor.js';
import { WATER_FACTORS } from './water-factor.js';

describe('factor codes', () => {
  it.each([
    ['a34004', '细微颗粒物', 'ng/m³'],
    ['a34002', '可吸入颗粒物', 'ng/m³'],
    ['a21026', '二氧化硫', 'mg/m³'],
    ['a21004', '二氧化氮', 'mg/m³'],
    ['a21005', '一氧化碳', 'mg/m³'],
    ['a05024', '臭氧', 'µg/m³'],
    ['w00000', '污水', 'L/s'],
    ['w01001', 'pH', ''],
    ['w01009', '溶解氧', 'mg/L'],
    ['w01018', '化学需氧量', 'mg/L'],
    ['w01019', '高锰酸盐指数', 'mg/L'],
    ['w21003', '氨氮', 'mg/L'],
    ['w21011', '总磷', 'mg/L'],
    ['w21001', '总氮', 'mg/L'],
    ['w01003', '浑浊度', 'NTU'],
  ])('%s is %s in %s', (code, name, unit) => {
    expect(factorOf(code)).toMatchObject({ code, name, unit });
  });

  it('has every code once, and every code of 2005 once a table', () => {
    for (const rows of [WATER_FACTORS, AIR_FACTORS]) {
      expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length);
      const old = rows.flatMap((row) => row[3] ?? []);
      expect(new Set(old).size).toBe(old.length);
      for (const [code] of rows) expect(code).toMatch(/^[aw]\d{5}$/);
    }
  });

  it.each([
    ['011', '32', 'w01018'],
    ['001', '21', 'w01001'],
    ['B01', '32', 'w00000'],
    ['02', '31', 'a21026'],
    ['S01', '31', 'a19001'],
    ['B02', '31', 'a00000'],
    ['B01', '31', 'w00000'],
    ['831', '31', '831'],
    ['023', '31', '023'],
    ['w01018', '32', 'w01018'],
    ['a99948', '31', 'a99948'],
  ])('%s under ST %s is %s', (code, st, expected) => {
    expect(currentCode(code, st)).toBe(expected);
  });

  it.each([
    ['w01018', 'water'],
    ['a05024', 'air'],
    ['e70101', 'process'],
    ['i23005', 'process'],
    ['Leq', 'noise'],
    ['LA', 'noise'],
    ['011', 'code2005'],
    ['ua19004', 'unknown'],
    ['SB1', 'unknown'],
  ])('%s has the form %s', (code, form) => {
    expect(formOfCode(code)).toBe(form);
  });
});
