/** Which commands the form offers, what each needs, and whether it changes the device. */
import { COMMANDS } from '#libs/domain/hj212/command.js';
import type { DeviceEdition } from '#libs/domain/hj212/edition.js';

export type CommandField =
  | 'factor'
  | 'factorIfAny'
  | 'span'
  | 'seconds'
  | 'minutes'
  | 'overTimeSeconds'
  | 'reCount'
  | 'startsAt'
  | 'hours'
  | 'information'
  | 'value';

const FIELDS: Readonly<Record<string, readonly CommandField[]>> = {
  '1011': ['factorIfAny'],
  '1012': ['factorIfAny'],
  '1061': [],
  '1062': ['seconds'],
  '1063': [],
  '1064': ['minutes'],
  '1000': ['overTimeSeconds', 'reCount'],
  '2011': [],
  '2012': [],
  '2021': [],
  '2022': [],
  '2051': ['span'],
  '2061': ['span'],
  '2031': ['span'],
  '2041': ['span'],
  '3011': ['factor'],
  '3012': ['factor'],
  '3013': ['factor'],
  '3014': ['factor'],
  '3015': ['factor'],
  '3016': ['factor', 'startsAt', 'hours'],
  '3017': ['factor'],
  '3018': ['factor'],
  '3019': ['factor'],
  '3020': ['factor', 'information'],
  '3021': ['factor', 'information', 'value'],
};
/** Commands that read only; every other one changes what the device does. */
const READING = ['1011', '1061', '1063', '2031', '2041', '2051', '2061', '3017', '3018', '3019', '3020'];

export interface CommandKind {
  readonly cn: string;
  /** As the standard names it. */
  readonly name: string;
  readonly fields: readonly CommandField[];
  readonly isChange: boolean;
}

/** Commands of an edition in the order people look for them. */
export const commandKinds = (edition: DeviceEdition): CommandKind[] =>
  Object.entries(FIELDS)
    .flatMap(([cn, fields]) => {
      const found = COMMANDS.find((command) => command.cn === cn && command.editions.includes(edition));
      return found ? [{ cn, name: found.name, fields, isChange: !READING.includes(cn) }] : [];
    })
    .sort((a, b) => (a.cn < b.cn ? -1 : 1));

export const commandName = (cn: string): string => COMMANDS.find((command) => command.cn === cn)?.name ?? '';
