import { commandOf } from './command.js';
import { PLAIN, plainParameter, type Packet } from './packet.js';

/** 治理设施运行状态, SBx-RS (HJ 212-2017 table 4). */
export const EQUIPMENT_STATES: Readonly<Record<string, string>> = {
  '0': '关闭',
  '1': '运行',
  '2': '校准',
  '3': '维护',
  '4': '报警',
  '5': '反吹',
};

/** What a device says beside measured values. Times and values are the text that was sent. */
export type DeviceRecord =
  | {
      readonly kind: 'equipmentState';
      readonly at: string | null;
      readonly equipment: string;
      readonly state: string;
      /** Null for a state the standard does not know. */
      readonly stateName: string | null;
    }
  /** Hours of one day, 0 to 24. */
  | { readonly kind: 'runTime'; readonly at: string | null; readonly equipment: string; readonly hours: string }
  | {
      readonly kind: 'alarm';
      readonly at: string | null;
      readonly factor: string;
      readonly value: string;
      readonly alarmType: string | null;
    }
  | { readonly kind: 'restart'; readonly at: string | null; readonly restartedAt: string }
  | { readonly kind: 'sampling'; readonly at: string | null; readonly vase: string }
  | {
      readonly kind: 'log';
      readonly at: string | null;
      /** The factor whose instrument it concerns; null for the logger itself. */
      readonly factor: string | null;
      readonly code: string;
      readonly text: string;
    };

/** Text between a pair of `//` without it (HJ 212-2017 C.40). */
function logText(raw: string): string {
  return /^\/\/([\s\S]*)\/\/$/.exec(raw.trim())?.[1] ?? raw;
}

/**
 * The states, running times, alarms, restarts, retained samples and logs of a packet (2021, 2041, 2071, 2072, 2081, 3015,
 * 3019, 3020), in the order sent. Empty for measured values, settings and answers.
 */
export function deviceRecords(packet: Packet): DeviceRecord[] {
  const content = commandOf(packet.cn, packet.edition)?.content;
  const records: DeviceRecord[] = [];
  const alarmType = plainParameter(packet, 'AlarmType');
  let at: string | null = null;
  let factor: string | null = null;
  for (const [key, values] of packet.parameters) {
    const plain = values[PLAIN];
    if (key === 'DataTime' || key === 'AlarmTime') at = plain ?? null;
    else if (key === 'PolId') factor = plain ?? null;
    else if (content === 'equipmentState' && values['RS'] !== undefined) {
      const state = values['RS'].trim();
      records.push({ kind: content, at, equipment: key, state, stateName: EQUIPMENT_STATES[state] ?? null });
    } else if (content === 'runTime' && values['RT'] !== undefined) {
      records.push({ kind: content, at, equipment: key, hours: values['RT'] });
    } else if (content === 'alarm' && values['Ala'] !== undefined) {
      records.push({ kind: content, at, factor: key, value: values['Ala'], alarmType });
    } else if (content === 'restart' && key === 'RestartTime' && plain !== undefined) {
      records.push({ kind: content, at, restartedAt: plain });
    } else if (content === 'sampling' && key === 'VaseNo' && plain !== undefined) {
      records.push({ kind: content, at, vase: plain });
    } else if (content === 'log') {
      const text = values['Info'] ?? values['SN'];
      if (text !== undefined) records.push({ kind: content, at, factor, code: key, text: logText(text) });
    }
  }
  return records;
}
