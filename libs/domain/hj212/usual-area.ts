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
/** The mark of nearly every value. */
const NORMAL = 0x4e;

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
const isSeparator = (byte: number): boolean => byte === COMMA || byte === SEMICOLON;
const isValueByte = (byte: number): boolean => ((KIND[byte] as number) & VALUE) !== 0;

/**
 * Values of up to eight characters that have been met, by their bytes: marks are few, and so are readings of a few
 * digits. To find one again costs less than to make a string and to clear it away.
 */
const KNOWN_SLOTS = 16_384;
const KNOWN_LENGTH = 8;
const knownTexts: string[] = Array.from({ length: KNOWN_SLOTS }, () => '');
const knownLow = new Int32Array(KNOWN_SLOTS);
const knownHigh = new Int32Array(KNOWN_SLOTS);

interface LayoutGroup {
  readonly key: string;
  readonly subs: readonly string[];
  /** Objects of the usual sets of sub-keys are made in one step. */
  readonly shape: 'instant' | 'mean' | 'plain' | 'other';
}

/** The keys of an area: a device sends the same ones again and again, and only values differ. */
export interface AreaLayout {
  /** All item names with the separator before and the `=` behind them, one after the other. */
  readonly names: Uint8Array;
  readonly view: DataView;
  readonly nameEnds: readonly number[];
  readonly groups: readonly LayoutGroup[];
}

export interface UsualArea {
  readonly parameters: readonly Parameter[];
  readonly layout: AreaLayout;
}

function groupOf([key]: Parameter, subs: readonly string[]): LayoutGroup {
  const joined = subs.join();
  const shape =
    joined === 'Rtd,Flag' ? 'instant' : joined === 'Avg,Flag' ? 'mean' : joined === PLAIN ? 'plain' : 'other';
  return { key, subs, shape };
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
): UsualArea | null {
  const parameters: Parameter[] = [];
  const keys = new Set<string>();
  /** Of each parameter, as they were sent: an object would give those that are numbers first. */
  const subsOf: string[][] = [];
  const names: number[] = [];
  const nameEnds: number[] = [];
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
    for (let name = keyStart === start ? start : keyStart - 1; name < valueStart; name += 1)
      names.push(bytes[name] as number);
    nameEnds.push(names.length);
    at = valueStart;
    while (at < end && isValueByte(bytes[at] as number)) at += 1;
    const value = text.substring(valueStart - shift, at - shift);
    if (at < end && !isSeparator(bytes[at] as number)) return null;
    at += 1;

    if (key !== lastKey) {
      // A key that comes back later has to be merged, or begins a new record.
      if (keys.has(key)) return null;
      keys.add(key);
      lastKey = key;
      values = {};
      parameters.push([key, values]);
      subsOf.push([]);
    } else if (Object.hasOwn(values, sub)) return null;
    values[sub] = value;
    subsOf.at(-1)!.push(sub);
  }
  const own = Uint8Array.from(names);
  const groups = parameters.map((one, n) => groupOf(one, subsOf[n]!));
  return {
    parameters,
    layout: { names: own, view: new DataView(own.buffer), nameEnds, groups },
  };
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
    if (bytes[at] === NORMAL && isSeparator(bytes[at + 1] as number)) {
      found[item] = 'N';
      at += 1;
      continue;
    }
    let low = 0;
    let high = 0;
    for (; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (!isValueByte(byte)) break;
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | byte;
    }
    if (at - valueStart > KNOWN_LENGTH) found[item] = text.substring(valueStart - shift, at - shift);
    else {
      const slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> 18;
      if (knownLow[slot] !== low || knownHigh[slot] !== high) {
        knownLow[slot] = low;
        knownHigh[slot] = high;
        knownTexts[slot] = text.substring(valueStart - shift, at - shift);
      }
      found[item] = knownTexts[slot] as string;
    }
  }
  return at === end || (at === end - 1 && isSeparator(bytes[at] as number));
}

/** The parameters of a layout with the values found. */
export function parametersOf(layout: AreaLayout, found: readonly string[]): Parameter[] {
  const parameters: Parameter[] = [];
  let next = 0;
  for (const { key, subs, shape } of layout.groups) {
    const first = found[next] as string;
    if (shape === 'instant') parameters.push([key, { Rtd: first, Flag: found[next + 1] as string }]);
    else if (shape === 'mean') parameters.push([key, { Avg: first, Flag: found[next + 1] as string }]);
    else if (shape === 'plain') parameters.push([key, { [PLAIN]: first }]);
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
