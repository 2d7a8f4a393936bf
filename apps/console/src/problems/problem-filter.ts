import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { paths } from '../api/schema.js';

export type ProblemFilter = NonNullable<paths['/api/problems']['get']['parameters']['query']>;

/** What the address of the page may say; anything else in it is left alone. */
export const FILTER_NAMES = [
  'q',
  'no',
  'state',
  'open',
  'overdue',
  'waitingUpper',
  'listId',
  'unitId',
  'leadUnitId',
  'areaId',
  'category',
  'source',
  'timeCategory',
  'level',
  'warningId',
  'subjectKind',
  'subjectId',
  'sort',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type FilterText = Partial<Record<FilterName, string>>;

/** Views differ in these only; the other filters stay when the view is changed. */
const OF_VIEW = ['open', 'overdue', 'waitingUpper'] as const satisfies readonly FilterName[];
export const VIEWS = {
  all: {},
  open: { open: 'true' },
  overdue: { overdue: 'true' },
  upper: { waitingUpper: 'true' },
  closed: { open: 'false' },
} as const satisfies Record<string, FilterText>;
export type ViewName = keyof typeof VIEWS;

const read = (params: URLSearchParams): FilterText =>
  Object.fromEntries(FILTER_NAMES.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])));

export const viewOf = (filter: FilterText): ViewName | null =>
  (Object.keys(VIEWS) as ViewName[]).find((name) =>
    OF_VIEW.every((part) => (VIEWS[name] as FilterText)[part] === filter[part]),
  ) ?? null;

export const withView = (filter: FilterText, view: ViewName): FilterText => ({
  ...withoutView(filter),
  ...VIEWS[view],
});
export const withoutView = (filter: FilterText): FilterText => {
  const rest = { ...filter };
  for (const name of OF_VIEW) delete rest[name];
  return rest;
};

/** Filters besides the view and the order. */
export const chosenNames = (filter: FilterText): FilterName[] =>
  FILTER_NAMES.filter((name) => filter[name] && name !== 'sort' && !(OF_VIEW as readonly string[]).includes(name));

export const queryOf = (filter: FilterText): ProblemFilter => filter as ProblemFilter;
export const searchOf = (filter: FilterText): string =>
  new URLSearchParams(filter as Record<string, string>).toString();

/** The filter lives in the address: it can be sent to somebody, kept as a bookmark, and gone back to. */
export const useProblemFilter = (): [FilterText, (next: FilterText, replace?: boolean) => void] => {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const filter = useMemo(() => read(new URLSearchParams(text)), [text]);
  const put = (next: FilterText, replace = false): void =>
    setParams(Object.fromEntries(FILTER_NAMES.flatMap((name) => (next[name] ? [[name, next[name]]] : []))), {
      replace,
    });
  return [filter, put];
};
