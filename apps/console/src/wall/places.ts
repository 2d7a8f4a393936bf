import type { Schemas } from '../api/client.js';
import { subjectKey, type WallItem } from './items.js';

type Position = readonly [number, number];
type Ring = readonly Position[];

export interface Placed {
  readonly at: Position;
  /** False: nobody recorded a place, so it stands somewhere inside its area. */
  readonly isExact: boolean;
}

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');

/** A number from a text, the same every time: an item keeps its place from one visit to the next. */
const hashOf = (text: string): number => {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash >>> 0;
};

const isInside = ([x, y]: Position, ring: Ring): boolean => {
  let inside = false;
  for (let a = 0, b = ring.length - 1; a < ring.length; b = a++) {
    const [ax, ay] = ring[a]!;
    const [bx, by] = ring[b]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};

const TRIES = 16;

/** Somewhere inside a ring that depends on the seed only. */
const somewhereIn = (ring: Ring, seed: string): Position => {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let hash = hashOf(seed);
  for (let n = 0; n < TRIES; n++) {
    hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
    const x = left + ((hash & 0xffff) / 0xffff) * (right - left);
    const y = low + ((hash >>> 16) / 0xffff) * (high - low);
    if (isInside([x, y], ring)) return [x, y];
  }
  return [xs.reduce((sum, x) => sum + x, 0) / xs.length, ys.reduce((sum, y) => sum + y, 0) / ys.length];
};

/**
 * Places items: a subject at its position, what concerns a subject beside it, everything else inside its area. Items
 * without any of these (a matter of the whole city) have no place and stay off the map.
 */
export const placesOf = (
  items: readonly WallItem[],
  areas: ReadonlyMap<string, Schemas['Area']>,
): ReadonlyMap<string, Placed> => {
  const subjects = new Map<string, Position>();
  for (const { item } of items) {
    const position = item.kind === 'subject' ? item.details['position'] : undefined;
    if (isPosition(position)) subjects.set(`${item.subjectKind} ${item.subjectId}`, position);
  }
  const ringOf = (areaId: string | null): Ring | undefined => {
    for (let id = areaId; id; id = areas.get(id)?.parentId ?? null) {
      const ring = areas.get(id)?.outline[0];
      if (ring && ring.length > 2) return ring;
    }
    return undefined;
  };
  const places = new Map<string, Placed>();
  const inArea = (item: WallItem['item'], key: string): Placed | null => {
    const ring = ringOf(item.subjectKind === 'area' ? item.subjectId : item.areaId);
    return ring ? { at: somewhereIn(ring, key), isExact: false } : null;
  };
  for (const { key, item } of items) {
    if (item.kind === 'act') continue;
    const subject = subjects.get(subjectKey(item));
    if (subject) {
      // A warning is a ring around what it is about; other records stand off it.
      const isAround = item.kind === 'subject' || item.kind === 'warning';
      places.set(key, { at: isAround ? subject : beside(subject, key), isExact: true });
      continue;
    }
    // What is about a record of the ledger stands where that record stands.
    const isAbout = item.subjectKind === 'problem' || item.subjectKind === 'task';
    const place = inArea(item, isAbout ? `${item.subjectKind} ${item.subjectId}` : key);
    if (place) places.set(key, place);
  }
  return places;
};

/** Degrees by which records of a subject stand off it, so that they do not cover it. */
const OFF = 0.006;
const beside = ([x, y]: Position, seed: string): Position => {
  const turn = ((hashOf(seed) & 0xffff) / 0xffff) * 2 * Math.PI;
  return [x + Math.cos(turn) * OFF, y + Math.sin(turn) * OFF];
};

/** Area ids: the chosen one and everything below it. */
export const areaAndBelow = (
  areaId: string | null,
  areas: ReadonlyMap<string, Schemas['Area']> | undefined,
): ReadonlySet<string> | null => {
  if (!areaId || !areas) return null;
  const within = new Set([areaId]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { id, parentId } of areas.values()) {
      if (parentId && within.has(parentId) && !within.has(id)) {
        within.add(id);
        grown = true;
      }
    }
  }
  return within;
};
