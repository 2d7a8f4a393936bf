import type { Schemas } from '../api/client.js';
import { daysLater } from '../shell/time.js';

export type BoardItem = Schemas['BoardItem'];
export type Kind = BoardItem['kind'];
/** What a subject is, or the kind of record: each has its own shape on the map. */
export type Shape = 'station' | 'section' | 'outlet' | Exclude<Kind, 'subject'>;

export const SHAPES: readonly Shape[] = [
  'station',
  'section',
  'outlet',
  'problem',
  'task',
  'project',
  'warning',
  'act',
];

/** How it stands: what is overdue or beyond a limit comes first everywhere. */
export const STANDINGS = ['red', 'orange', 'yellow', 'running', 'done'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Dated work is worth a look this many days ahead. */
export const SOON_DAYS = 7;

export interface WallItem {
  readonly key: string;
  readonly item: BoardItem;
  readonly shape: Shape;
  readonly standing: Standing;
  readonly overdueDays: number;
}

const DAY_MS = 86_400_000;
const GRAVEST: Readonly<Record<string, Standing>> = {
  red: 'red',
  orange: 'orange',
  yellow: 'yellow',
  notice: 'running',
};

const shapeOf = (item: BoardItem): Shape => {
  if (item.kind !== 'subject') return item.kind;
  return item.subjectKind === 'section' || item.subjectKind === 'outlet' ? item.subjectKind : 'station';
};

/** The work is accepted and only the closure is under way: as in the ledger, its deadline is kept. */
const COMPLETED: ReadonlySet<string> = new Set(['ACCEPTED', 'PUBLIC_NOTICE', 'CLOSURE_APPROVAL', 'UPPER_REVIEW']);

/** Late is red; due soon is yellow; a warning has its own grade; a subject has that of its gravest open warning. */
const standingOf = (item: BoardItem, today: string, soon: string, warned: ReadonlyMap<string, Standing>): Standing => {
  if (!item.isOpen) return 'done';
  if (item.kind === 'warning') return GRAVEST[item.level ?? ''] ?? 'running';
  if (item.kind === 'subject') return warned.get(subjectKey(item)) ?? 'running';
  if (!item.dueAt || (item.kind === 'problem' && COMPLETED.has(item.state))) return 'running';
  if (item.dueAt < today) return 'red';
  return item.dueAt <= soon ? 'yellow' : 'running';
};

/** The subject an item stands at; a sewage plant stands where its outlet does. */
export const subjectKey = ({ subjectKind, subjectId }: Pick<BoardItem, 'subjectKind' | 'subjectId'>): string =>
  `${subjectKind === 'plant' ? 'outlet' : subjectKind} ${subjectId}`;

/** The gravest open warning of every subject. */
const warnedSubjects = (items: readonly BoardItem[]): ReadonlyMap<string, Standing> => {
  const warned = new Map<string, Standing>();
  for (const item of items) {
    if (item.kind !== 'warning' || !item.isOpen) continue;
    const key = subjectKey(item);
    const standing = GRAVEST[item.level ?? ''] ?? 'running';
    const before = warned.get(key);
    if (!before || STANDINGS.indexOf(standing) < STANDINGS.indexOf(before)) warned.set(key, standing);
  }
  return warned;
};

/** Every item with its shape and how it stands on a day. */
export const wallItems = (items: readonly BoardItem[], today: string): WallItem[] => {
  const soon = daysLater(today, SOON_DAYS);
  const todayMs = Date.parse(today);
  const warned = warnedSubjects(items);
  return items.map((item) => {
    const standing = standingOf(item, today, soon, warned);
    const late = standing === 'red' && item.dueAt ? Math.round((todayMs - Date.parse(item.dueAt)) / DAY_MS) : 0;
    return { key: `${item.kind} ${item.id}`, item, shape: shapeOf(item), standing, overdueDays: Math.max(0, late) };
  });
};

export interface WallFilter {
  readonly shapes: ReadonlySet<Shape>;
  readonly standings: ReadonlySet<Standing>;
  readonly unitId: string | null;
  /** The chosen area and every area below it. */
  readonly areaIds: ReadonlySet<string> | null;
  readonly listId: string | null;
  readonly open: 'open' | 'closed' | 'all';
  readonly words: string;
}

export const passes = ({ item, shape, standing }: WallItem, filter: WallFilter): boolean => {
  if (filter.shapes.size > 0 && !filter.shapes.has(shape)) return false;
  if (filter.standings.size > 0 && !filter.standings.has(standing)) return false;
  if (filter.open !== 'all' && item.isOpen !== (filter.open === 'open')) return false;
  if (filter.unitId && item.leadUnitId !== filter.unitId) return false;
  if (filter.areaIds && !(item.areaId && filter.areaIds.has(item.areaId))) return false;
  if (filter.listId && !item.listIds.includes(filter.listId)) return false;
  return filter.words === '' || item.title.includes(filter.words) || item.code.includes(filter.words);
};
