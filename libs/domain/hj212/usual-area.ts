import { isSame, viewOf } from './byte-view.js';
import { PLAIN, type Parameter } from './packet.js';

/**
 * The data area of CP in its usual form: ASCII, every factor in one piece, one DataTime, nothing between `//`. The
 * readers here give null or false for anything else.
 */

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const HYPHEN = 0x2d;
const EQUALS = 0x3d;

/** Characters of a key, and characters a value may have without being looked at more closely. */
const KEY = 1;
const VALUE = 2;
const KIND = new Uint8Array(256);
for (let byte = 0x20; byte < 0x7f; byte += 1) {
  if (!',;=&/'.includes(String.fromCharCode(byte))) KIND[byte] = VALUE;
}
for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  KIND[character.charCodeAt(0)] = KEY | VALUE;
}
const isKeyByte = (byte: number): boolean => ((KIND[byte] as number) & KEY) !== 0;
const isValueByte = (byte: number): boolean => ((KIND[byte] as number) & VALUE) !== 0;

/** Values of one character, most of all marks, need no new string. */
const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

function valueText(bytes: Uint8Array, start: number, end: number, text: string, shift: number): string {
  return end - start === 1
    ? (CHARACTERS[bytes[start] as number] as string)
    : text.substring(start - shift, end - shift);
}

/** Index of the next item behind a value, `end` behind the last, -1 where something else than a separator stands. */
function behindValue(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return end;
  return bytes[at] === COMMA || bytes[at] === SEMICOLON ? at + 1 : -1;
}

/**
 * Reads an area without knowing anything about it.
 *
 * @param text the segment as Latin-1, beginning at byte `shift`
 */
export function readUsualArea(
  bytes: Uint8Array,
  start: number,
  end: number,
  text: string,
  shift: number,
): Parameter[] | null {
  const parameters: Parameter[] = [];
  const keys = new Set<string>();
  let lastKey = '';
  let values: Record<string, string> = {};
  let at = start;
  while (at < end) {
    const keyStart = at;
    while (isKeyByte(bytes[at] as number)) at += 1;
    const key = text.substring(keyStart - shift, at - shift);
    if (key === '') return null;
    let sub = PLAIN;
    if (bytes[at] === HYPHEN) {
      const subStart = at + 1;
      at = subStart;
      while (isKeyByte(bytes[at] as number)) at += 1;
      if (at === subStart) return null;
      sub = text.substring(subStart - shift, at - shift);
    } else if (key.length === 4 && key.toLowerCase() === 'flag') {
      return null;
    }
    if (bytes[at] !== EQUALS) return null;
    // Perhaps a factor code with a capital letter.
    if (key.length === 6 && /^[A-Z]\d/.test(key)) return null;
    const valueStart = at + 1;
    at = valueStart;
    while (at < end && isValueByte(bytes[at] as number)) at += 1;
    const value = valueText(bytes, valueStart, at, text, shift);
    at = behindValue(bytes, at, end);
    if (at < 0) return null;

    if (key !== lastKey) {
      // A key that comes back later has to be merged, or begins a new record.
      if (keys.has(key)) return null;
      keys.add(key);
      lastKey = key;
      values = {};
      parameters.push([key, values]);
    } else if (Object.hasOwn(values, sub)) return null;
    values[sub] = value;
  }
  return parameters;
}

interface LayoutGroup {
  readonly key: string;
  readonly subs: readonly string[];
  /** The sub-keys joined: for the usual sets objects are made in one step. */
  readonly shape: string;
}

/** The keys of an area: a device sends the same ones again and again, and only values differ. */
export interface AreaLayout {
  /** All item names with their `=`, one after the other. */
  readonly names: Uint8Array;
  readonly view: DataView;
  readonly nameEnds: readonly number[];
  readonly groups: readonly LayoutGroup[];
}

/** Layout of an area that `readUsualArea` has read. */
export function layoutOf(parameters: readonly Parameter[]): AreaLayout {
  const groups: LayoutGroup[] = [];
  const nameEnds: number[] = [];
  let names = '';
  for (const [key, values] of parameters) {
    const subs = Object.keys(values);
    for (const sub of subs) {
      names += sub === PLAIN ? `${key}=` : `${key}-${sub}=`;
      nameEnds.push(names.length);
    }
    groups.push({ key, subs, shape: subs.join() });
  }
  const own = Uint8Array.from(names, (character) => character.charCodeAt(0));
  return { names: own, view: new DataView(own.buffer), nameEnds, groups };
}

/** Takes the values of an area with this layout into `found`, in order; false where the area has another one. */
export function readValues(
  bytes: Uint8Array,
  start: number,
  end: number,
  text: string,
  shift: number,
  layout: AreaLayout,
  found: string[],
): boolean {
  const { names, view: nameView, nameEnds } = layout;
  const view = viewOf(bytes);
  let at = start;
  let name = 0;
  for (let item = 0; item < nameEnds.length; item += 1) {
    const nameEnd = nameEnds[item] as number;
    const valueStart = at + nameEnd - name;
    if (valueStart > end || !isSame(bytes, view, at, names, nameView, name, nameEnd - name)) return false;
    name = nameEnd;
    at = valueStart;
    while (at < end && isValueByte(bytes[at] as number)) at += 1;
    found[item] = valueText(bytes, valueStart, at, text, shift);
    at = behindValue(bytes, at, end);
    if (at < 0) return false;
  }
  return at === end;
}

/** The parameters of a layout with the values found. */
export function parametersOf(layout: AreaLayout, found: readonly string[]): Parameter[] {
  const parameters: Parameter[] = [];
  let next = 0;
  for (const { key, subs, shape } of layout.groups) {
    const first = found[next] as string;
    if (shape === 'Rtd,Flag') parameters.push([key, { Rtd: first, Flag: found[next + 1] as string }]);
    else if (shape === 'Avg,Flag') parameters.push([key, { Avg: first, Flag: found[next + 1] as string }]);
    else if (shape === PLAIN) parameters.push([key, { [PLAIN]: first }]);
    else {
      const values: Record<string, string> = {};
      for (let index = 0; index < subs.length; index += 1)
        values[subs[index] as string] = found[next + index] as string;
      parameters.push([key, values]);
    }
    next += subs.length;
  }
  return parameters;
}
