import { expect, it } from '@jest/globals';
import { hidePassword } from './hidden-password.js';

it.each([
  ['##0101QN=20260507;ST=31;CN=2051;PW=123456;MN=A1;Flag=5;CP=&&a=1&&1C80\r\n', 'PW=******;MN=A1'],
  ['ST=31;CN=2051;pw = a;MN=A1', 'pw =**;MN=A1'],
  ['##0101ST=31CN=2051PW=123456', 'PW=******'],
  ['PW=123456\r\n##0101PW=9;', 'PW=******\r\n##0101PW=*;'],
  ['CP=&&NewPW=654321&&', 'NewPW=******&&'],
  ['W=123456;MN=A1', 'W=******;MN=A1'],
  ['=123456;MN=A1', '=******;MN=A1'],
  ['3456;MN=A1;Flag=5', '****;MN=A1;Flag=5'],
])('%j', (text, shown) => {
  const bytes = Buffer.from(text);
  const { bytes: seen, isHidden } = hidePassword(bytes);
  expect(seen.toString()).toContain(shown);
  expect(seen).toHaveLength(bytes.length);
  expect(seen.toString()).not.toMatch(/\d{4,}(?=;MN)|123456|654321/);
  expect(isHidden).toBe(true);
});

it.each([
  '##0101QN=20260507;ST=31;CN=2051;MN=A1;Flag=5;CP=&&a=1&&1C80\r\n',
  '{"code":"S1","time":"2026-05-07 09:00"}',
  'PW=;MN=A1',
  '',
])('leaves %j as it is', (text) => {
  const bytes = Buffer.from(text);
  expect(hidePassword(bytes)).toEqual({ bytes, isHidden: false });
});

it('leaves every other byte, whatever it is', () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x00, 0xe5]), Buffer.from(';PW=12;'), Buffer.from([0x80, 0xff])]);
  expect(hidePassword(bytes).bytes.toString('hex')).toBe(bytes.toString('hex').replace('3132', '2a2a'));
});
