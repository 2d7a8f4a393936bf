import { plainParameter, type Packet, type PacketMark, type Parameter } from './packet.js';
import { readParameters } from './tolerant-segment.js';

/** Limits of what is held while parts are missing. */
export interface PartLimits {
  readonly maxGroups: number;
  readonly maxParts: number;
  /** A group is given up when its first part is older: timeout × (re-sends + 1), 10 s × 4 by the standard. */
  readonly maxAgeMs: number;
}

export const STANDARD_PART_LIMITS: PartLimits = { maxGroups: 64, maxParts: 99, maxAgeMs: 40_000 };

export type PartOutcome =
  | { readonly kind: 'single'; readonly packet: Packet }
  | { readonly kind: 'waiting' }
  /** `parts` as they came, in the order of PNO. */
  | { readonly kind: 'complete'; readonly packet: Packet; readonly parts: readonly Packet[] }
  | { readonly kind: 'refused'; readonly reason: 'TOO_MANY_PARTS' };

/** A group that never became complete. Its parts with a DataTime hold whole factors by the standard and can be used one by one. */
export interface IncompleteGroup {
  readonly reason: 'EXPIRED' | 'EVICTED';
  readonly parts: readonly Packet[];
  readonly missing: readonly number[];
}

export interface PartCollector {
  /** Takes a packet; a part sent again replaces the earlier one. Every part is answered by itself, whatever comes out. */
  add(packet: Packet, now: Date): PartOutcome;
  /** Groups given up since the last call: too old now, or pushed out by newer ones. */
  takeIncomplete(now: Date): IncompleteGroup[];
  /** How many packets are not whole yet, those given up and not taken among them. */
  waiting(): number;
}

interface Group {
  readonly since: number;
  readonly total: number;
  /** Null until a part with DataTime has come. */
  dataTime: string | null;
  readonly parts: Map<number, Packet>;
}

/** Marks of the data area; where it is read anew they are found anew. */
const AREA_MARKS: readonly PacketMark[] = ['CODE_CASE', 'DUPLICATE_FIELD', 'FLAG_DETACHED', 'ITEM_MALFORMED'];

/** Two pieces of one text: cut inside an item where one side has no `=`, else between two. */
function glued(before: string, behind: string): string {
  const last = /[^;,]*$/.exec(before)?.[0] ?? '';
  const first = /^[^;,]*/.exec(behind)?.[0] ?? '';
  const isCutInside = last !== '' && first !== '' && !(last.includes('=') && first.includes('='));
  return isCutInside || last === '' || first === '' ? before + behind : `${before};${behind}`;
}

/** Parameters of parts that are not all whole in themselves: those without DataTime continue the text before them. */
function parametersOfText(parts: readonly Packet[], marks: Set<PacketMark>): Parameter[] {
  const areas: string[] = [];
  for (const part of parts) {
    const before = areas.at(-1);
    const area = part.area ?? '';
    if (before === undefined || plainParameter(part, 'DataTime') !== null) areas.push(area);
    else areas[areas.length - 1] = glued(before, area);
  }
  return areas.flatMap((area) => readParameters(area, marks));
}

/** Values of a key merged, DataTime taken once. */
function merged(parameters: readonly Parameter[]): Parameter[] {
  const found: Parameter[] = [];
  const byKey = new Map<string, Record<string, string>>();
  for (const [key, values] of parameters) {
    const known = byKey.get(key);
    if (known !== undefined) Object.assign(known, values);
    else {
      const copy = { ...values };
      byKey.set(key, copy);
      found.push([key, copy]);
    }
  }
  return found;
}

/**
 * Parts in the order of PNO as one packet. Values of a factor are merged; a part without DataTime continues the text of the
 * part before it.
 */
export function joinParts(parts: readonly Packet[]): Packet {
  const [first] = parts as [Packet];
  const areWhole = parts.every((part) => plainParameter(part, 'DataTime') !== null);
  const marks = new Set(parts.flatMap((part) => part.marks));
  if (!areWhole) for (const mark of AREA_MARKS) marks.delete(mark);
  const parameters = areWhole ? parts.flatMap((part) => part.parameters) : parametersOfText(parts, marks);
  return {
    ...first,
    isSplit: false,
    pnum: null,
    pno: null,
    area: null,
    parameters: merged(parameters),
    marks: [...marks].sort(),
  };
}

/**
 * Puts split packets (拆分包) together. Parts belong together by MN, ST, CN, DataTime and number of parts, not by QN: each
 * part has its own. A part without DataTime joins the group that lacks it, and continues the text of the part before it:
 * some devices cut anywhere. Source: HJ 212-2017 tables C.49 and C.50.
 */
export function collectParts(limits: PartLimits = STANDARD_PART_LIMITS): PartCollector {
  const groups = new Map<string, Group[]>();
  let count = 0;
  let givenUp: IncompleteGroup[] = [];

  function remove(key: string, group: Group): void {
    const rest = (groups.get(key) ?? []).filter((other) => other !== group);
    if (rest.length === 0) groups.delete(key);
    else groups.set(key, rest);
    count -= 1;
  }

  function giveUp(key: string, group: Group, reason: IncompleteGroup['reason']): void {
    remove(key, group);
    const missing = Array.from({ length: group.total }, (_, index) => index + 1).filter((no) => !group.parts.has(no));
    givenUp.push({ reason, parts: inOrder(group), missing });
  }

  function expire(now: number): void {
    for (const [key, list] of groups) {
      for (const group of list) if (now - group.since > limits.maxAgeMs) giveUp(key, group, 'EXPIRED');
    }
  }

  function evictOldest(): void {
    let oldest: [string, Group] | null = null;
    for (const [key, list] of groups) {
      for (const group of list) if (oldest === null || group.since < oldest[1].since) oldest = [key, group];
    }
    if (oldest !== null) giveUp(...oldest, 'EVICTED');
  }

  function groupFor(key: string, dataTime: string | null, pno: number, pnum: number, now: number): Group {
    const list = groups.get(key) ?? [];
    const same =
      dataTime === null
        ? list.find((group) => !group.parts.has(pno))
        : (list.find((group) => group.dataTime === dataTime) ??
          list.find((group) => group.dataTime === null && !group.parts.has(pno)));
    if (same !== undefined) return same;
    if (count >= limits.maxGroups) evictOldest();
    const group: Group = { since: now, total: pnum, dataTime: null, parts: new Map() };
    groups.set(key, [...(groups.get(key) ?? []), group]);
    count += 1;
    return group;
  }

  return {
    add(packet, now) {
      if (!packet.isSplit || packet.pnum === null || packet.pno === null) return { kind: 'single', packet };
      if (packet.pnum > limits.maxParts) return { kind: 'refused', reason: 'TOO_MANY_PARTS' };
      expire(now.getTime());
      const key = [packet.mn, packet.st, packet.cn, packet.pnum].join(';');
      const dataTime = plainParameter(packet, 'DataTime');
      const group = groupFor(key, dataTime, packet.pno, packet.pnum, now.getTime());
      group.dataTime ??= dataTime;
      group.parts.set(packet.pno, packet);
      if (group.parts.size < group.total) return { kind: 'waiting' };
      remove(key, group);
      const parts = inOrder(group);
      return { kind: 'complete', packet: joinParts(parts), parts };
    },
    takeIncomplete(now) {
      expire(now.getTime());
      const taken = givenUp;
      givenUp = [];
      return taken;
    },
    waiting: () => count + givenUp.length,
  };
}

function inOrder(group: Group): Packet[] {
  return [...group.parts].sort(([a], [b]) => a - b).map(([, part]) => part);
}
