import { Refusal } from '../refusal.js';
import { composeFrame } from './compose.js';
import type { CrcVariant } from './crc-variant.js';
import { dataTimeText, MINUTE_INTERVALS, requestNumber } from './data-time.js';
import type { DeviceEdition } from './edition.js';
import { PLAIN, type Parameter } from './packet.js';

/** What the host wants of a device; `from` and `to` are instants, `factor` a code as the device knows it. */
export type DeviceRequest =
  | { readonly cn: '1000'; readonly overTimeSeconds: number; readonly reCount: number }
  | { readonly cn: '1011' | '1061' | '1063'; readonly factor?: string }
  | { readonly cn: '1012'; readonly time: Date; readonly factor?: string }
  | { readonly cn: '1062'; readonly seconds: number }
  | { readonly cn: '1064'; readonly minutes: number }
  | { readonly cn: '1072'; readonly newPassword: string }
  | { readonly cn: '2011' | '2012' | '2021' | '2022' }
  | { readonly cn: HistoryCommand; readonly from: Date; readonly to: Date }
  | { readonly cn: '3011' | '3012' | '3013' | '3014' | '3015' | '3017' | '3018' | '3019'; readonly factor: string }
  | { readonly cn: '3016'; readonly factor: string; readonly startsAt: string; readonly hours: number }
  | {
      readonly cn: '3020';
      readonly factor: string;
      readonly information: string;
      readonly period?: { readonly from: Date; readonly to: Date };
    }
  | { readonly cn: '3021'; readonly factor: string; readonly information: string; readonly value: string };

/** Minute, hour and day data, and running times of equipment. */
export type HistoryCommand = '2031' | '2041' | '2051' | '2061';

/** How a device is spoken to. */
export interface DeviceAddress {
  readonly mn: string;
  readonly pw: string;
  readonly st: string;
  readonly edition: DeviceEdition;
  /** The checksum the device understands, where it is not the standard one. */
  readonly crc?: CrcVariant;
}

const REALTIME_SECONDS = [30, 3600] as const;
const TIMEOUT_SECONDS = [1, 99] as const;
const RESENDS = [1, 99] as const;
const CYCLE_HOURS = [1, 24] as const;
const PASSWORD_LENGTH = 6;
const EDITION_BITS: Readonly<Record<DeviceEdition, number>> = { '2005': 0, '2017': 4, '2025': 8 };
const ANSWER_WANTED = 1;

const plain = (key: string, value: string | number): Parameter => [key, { [PLAIN]: String(value) }];

function within(name: string, value: number, [least, most]: readonly [number, number]): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Refusal('DEVICE_REQUEST_OUT_OF_RANGE', `${name} is ${value}, not a whole number from ${least} to ${most}`);
}

function oneOf(name: string, value: number, allowed: readonly number[]): number {
  if (allowed.includes(value)) return value;
  throw new Refusal('DEVICE_REQUEST_OUT_OF_RANGE', `${name} is ${value}, not one of ${allowed.join(', ')}`);
}

function matching(name: string, text: string, form: RegExp): string {
  if (form.test(text)) return text;
  throw new Refusal('DEVICE_REQUEST_OUT_OF_RANGE', `${name} has not the form it must have`);
}

const factorOf = (code: string): Parameter => plain('PolId', matching('PolId', code, /^[0-9A-Za-z]{2,8}$/));

function periodOf({ from, to }: { readonly from: Date; readonly to: Date }): Parameter[] {
  if (from > to) throw new Refusal('DEVICE_REQUEST_OUT_OF_RANGE', 'the period ends before it begins');
  return [plain('BeginTime', dataTimeText(from)), plain('EndTime', dataTimeText(to))];
}

/** Parameters of CP for a request (HJ 212-2017 annex C). Throws a refusal for a value outside what the standard allows. */
export function requestParameters(request: DeviceRequest): Parameter[] {
  switch (request.cn) {
    case '1000':
      return [
        plain('OverTime', within('OverTime', request.overTimeSeconds, TIMEOUT_SECONDS)),
        plain('ReCount', within('ReCount', request.reCount, RESENDS)),
      ];
    case '1011':
    case '1061':
    case '1063':
      return request.factor === undefined ? [] : [factorOf(request.factor)];
    case '1012':
      return [
        ...(request.factor === undefined ? [] : [factorOf(request.factor)]),
        plain('SystemTime', dataTimeText(request.time)),
      ];
    case '1062':
      return [plain('RtdInterval', within('RtdInterval', request.seconds, REALTIME_SECONDS))];
    case '1064':
      return [plain('MinInterval', oneOf('MinInterval', request.minutes, MINUTE_INTERVALS))];
    case '1072': {
      const form = new RegExp(`^[0-9A-Za-z]{${PASSWORD_LENGTH}}$`);
      return [plain('NewPW', matching('NewPW', request.newPassword, form))];
    }
    case '2011':
    case '2012':
    case '2021':
    case '2022':
      return [];
    case '2031':
    case '2041':
    case '2051':
    case '2061':
      return periodOf(request);
    case '3011':
    case '3012':
    case '3013':
    case '3014':
    case '3015':
    case '3017':
    case '3018':
    case '3019':
      return [factorOf(request.factor)];
    case '3016':
      return [
        factorOf(request.factor),
        plain('CstartTime', matching('CstartTime', request.startsAt, /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/)),
        plain('Ctime', within('Ctime', request.hours, CYCLE_HOURS)),
      ];
    case '3020':
      return [
        factorOf(request.factor),
        plain('InfoId', matching('InfoId', request.information, /^i[0-9a-z]{5}$/)),
        ...(request.period === undefined ? [] : periodOf(request.period)),
      ];
    case '3021':
      return [
        factorOf(request.factor),
        [matching('InfoId', request.information, /^i[0-9a-z]{5}$/), { Info: request.value }],
      ];
  }
}

/**
 * The frame of a request. `askedAt` becomes its QN, by which the answers are known: two requests to one device need
 * different milliseconds.
 */
export function composeRequest(request: DeviceRequest, device: DeviceAddress, askedAt: Date): Buffer {
  const fields = {
    qn: requestNumber(askedAt),
    st: device.st,
    cn: request.cn,
    pw: device.pw,
    mn: device.mn,
    flag: EDITION_BITS[device.edition] | ANSWER_WANTED,
    parameters: requestParameters(request),
  };
  return composeFrame(fields, device.crc);
}
