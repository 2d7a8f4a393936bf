import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../refusal.js';
import { decodeFrame } from './decode.js';
import { vector } from './fixtures/vectors.js';
import { composeRequest, requestParameters, type DeviceAddress, type DeviceRequest } from './request.js';

const device: DeviceAddress = { mn: 'B20F000000000000000000B2', pw: '123456', st: '32', edition: '2017' };
const at = (text: string): Date => new Date(`2026-03-${text}+08:00`);
const from = at('08T00:00:00');
const to = at('08T05:59:59');

describe('requests', () => {
  it('G10a: sets the clock', () => {
    const asked = at('08T09:31:01');
    const frame = composeRequest({ cn: '1012', time: asked }, device, asked);
    expect(frame.toString('latin1')).toBe(vector('G10a').toString('latin1'));
  });

  it('equals the example of HJ 212-2017 annex A', () => {
    const asked = new Date('2016-08-01T08:58:57.223+08:00');
    const example = { ...device, pw: '100000', mn: '010000A8900016F000169DC0' };
    expect(composeRequest({ cn: '1062', seconds: 30 }, example, asked).toString('latin1')).toBe(
      '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n',
    );
  });

  it.each<[DeviceRequest, string]>([
    [{ cn: '1000', overTimeSeconds: 5, reCount: 3 }, 'OverTime=5;ReCount=3'],
    [{ cn: '1011' }, ''],
    [{ cn: '1011', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '1012', time: from, factor: 'w01018' }, 'PolId=w01018;SystemTime=20260308000000'],
    [{ cn: '1061' }, ''],
    [{ cn: '1062', seconds: 3600 }, 'RtdInterval=3600'],
    [{ cn: '1063' }, ''],
    [{ cn: '1064', minutes: 10 }, 'MinInterval=10'],
    [{ cn: '1072', newPassword: 'a1B2c3' }, 'NewPW=a1B2c3'],
    [{ cn: '2011' }, ''],
    [{ cn: '2012' }, ''],
    [{ cn: '2021' }, ''],
    [{ cn: '2022' }, ''],
    [{ cn: '2031', from, to }, 'BeginTime=20260308000000;EndTime=20260308055959'],
    [{ cn: '2041', from, to }, 'BeginTime=20260308000000;EndTime=20260308055959'],
    [{ cn: '2051', from, to }, 'BeginTime=20260308000000;EndTime=20260308055959'],
    [{ cn: '2061', from, to }, 'BeginTime=20260308000000;EndTime=20260308055959'],
    [{ cn: '3011', factor: 'a21026' }, 'PolId=a21026'],
    [{ cn: '3012', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '3013', factor: 'a21026' }, 'PolId=a21026'],
    [{ cn: '3014', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '3015', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '3016', factor: 'w01018', startsAt: '003000', hours: 2 }, 'PolId=w01018;CstartTime=003000;Ctime=2'],
    [{ cn: '3017', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '3018', factor: 'w01018' }, 'PolId=w01018'],
    [{ cn: '3019', factor: '011' }, 'PolId=011'],
    [{ cn: '3020', factor: 'w01018', information: 'i12001' }, 'PolId=w01018;InfoId=i12001'],
    [
      { cn: '3020', factor: 'w01018', information: 'i11001', period: { from, to } },
      'PolId=w01018;InfoId=i11001;BeginTime=20260308000000;EndTime=20260308055959',
    ],
    [{ cn: '3021', factor: 'w01018', information: 'i13004', value: '168.0' }, 'PolId=w01018;i13004-Info=168.0'],
  ])('%p has the parameters %s, and is read back', (request, area) => {
    const frame = composeRequest(request, device, from);
    expect(frame.toString('latin1')).toContain(`Flag=5;CP=&&${area}&&`);
    expect(decodeFrame(frame)).toMatchObject({
      kind: 'packet',
      qn: '20260308000000000',
      cn: request.cn,
      isAnswerWanted: true,
      parameters: requestParameters(request),
      marks: [],
    });
  });

  it.each([
    ['2005', 1],
    ['2017', 5],
    ['2025', 9],
  ] as const)('to a device of %s carries Flag=%i', (edition, flag) => {
    expect(decodeFrame(composeRequest({ cn: '1011' }, { ...device, edition }, from))).toMatchObject({ flag, edition });
  });

  it('carries the checksum the device understands', () => {
    const frame = composeRequest({ cn: '1011' }, { ...device, crc: 'modbusSwapped' }, from);
    expect(decodeFrame(frame, () => ({ crc: 'modbusSwapped' }))).toMatchObject({
      cn: '1011',
      marks: ['CRC_BY_PROFILE'],
    });
  });

  it.each<[DeviceRequest]>([
    [{ cn: '1000', overTimeSeconds: 0, reCount: 3 }],
    [{ cn: '1000', overTimeSeconds: 5, reCount: 100 }],
    [{ cn: '1000', overTimeSeconds: 5, reCount: 2.5 }],
    [{ cn: '1062', seconds: 29 }],
    [{ cn: '1062', seconds: 3601 }],
    [{ cn: '1064', minutes: 7 }],
    [{ cn: '1064', minutes: 60 }],
    [{ cn: '1072', newPassword: '12345' }],
    [{ cn: '1072', newPassword: '12;456' }],
    [{ cn: '2061', from: to, to: from }],
    [{ cn: '3011', factor: 'w01018;CN=1' }],
    [{ cn: '3016', factor: 'w01018', startsAt: '240000', hours: 2 }],
    [{ cn: '3016', factor: 'w01018', startsAt: '000000', hours: 25 }],
    [{ cn: '3020', factor: 'w01018', information: 'w01018' }],
  ])('refuses %p', (request) => {
    expect(() => requestParameters(request)).toThrow(Refusal);
  });

  it('lets no parameter become another', () => {
    const request: DeviceRequest = { cn: '3021', factor: 'w01018', information: 'i13004', value: '1&&;CN=3011' };
    expect(() => composeRequest(request, device, from)).toThrow('protocol itself');
  });
});
