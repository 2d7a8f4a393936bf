import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, dataOf, type Schemas } from '../api/client.js';
import { type Named, useNamed } from '../i18n.js';

const byId = <T extends { id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]));
const SELDOM = { staleTime: 5 * 60_000, gcTime: Infinity } as const;

export const useUnits = (): ReadonlyMap<string, Schemas['Unit']> | undefined =>
  useQuery({
    queryKey: ['units'],
    ...SELDOM,
    queryFn: async () => byId((await dataOf(api.GET('/api/units'))).items),
  }).data;
export const usePosts = (): ReadonlyMap<string, Schemas['Post']> | undefined =>
  useQuery({
    queryKey: ['posts'],
    ...SELDOM,
    queryFn: async () => byId((await dataOf(api.GET('/api/posts'))).items),
  }).data;
export const usePeople = (): ReadonlyMap<string, Schemas['Person']> | undefined =>
  useQuery({
    queryKey: ['people'],
    ...SELDOM,
    queryFn: async () => byId((await dataOf(api.GET('/api/people'))).items),
  }).data;
export const useAreas = (): ReadonlyMap<string, Schemas['Area']> | undefined =>
  useQuery({
    queryKey: ['areas'],
    ...SELDOM,
    // The client's types lose that a position is a pair.
    queryFn: async () => byId((await dataOf(api.GET('/api/areas'))).items as Schemas['Area'][]),
  }).data;

type NameOf = (id: string | null | undefined) => string;

/** Short name of a unit; its id until the names are there. */
export const useUnitName = (): NameOf => {
  const units = useUnits();
  return (id) => (id ? (units?.get(id)?.shortName ?? id) : '–');
};
/** Unit and title of a post: `甲区副区长`. */
export const usePostName = (): NameOf => {
  const posts = usePosts();
  const unitName = useUnitName();
  return (id) => {
    const post = id ? posts?.get(id) : undefined;
    return post ? withUnit(unitName(post.unitId), post.title) : (id ?? '–');
  };
};
export const usePersonName = (): NameOf => {
  const people = usePeople();
  return (id) => (id ? (people?.get(id)?.name ?? id) : '–');
};
export const useAreaName = (): NameOf => {
  const areas = useAreas();
  return (id) => (id ? (areas?.get(id)?.name ?? id) : '–');
};
/** Titles often begin with the unit's name already. */
const withUnit = (unit: string, title: string): string => (title.startsWith(unit) ? title : `${unit}${title}`);

export type VocabularyList = Exclude<keyof Schemas['Vocabulary'], 'pack'>;

/** What the pack calls things and how it defines its numbers. */
export const useVocabularyQuery = () =>
  useQuery({
    queryKey: ['vocabulary'],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/vocabulary')),
  });

/** Items of one list of the pack with their names, in the pack's order. */
export const useVocabulary = (list: VocabularyList): readonly (Named & { readonly id: string })[] =>
  useVocabularyQuery().data?.[list] ?? NONE;
const NONE: readonly never[] = [];

/** Name of an item of the pack in the language of the page; its id while unknown. */
export const usePackName = (list: VocabularyList): NameOf => {
  const items = useVocabulary(list);
  const named = useNamed();
  const known = useMemo(() => byId(items), [items]);
  return (id) => {
    const item = id ? known.get(id) : undefined;
    return item ? named(item) : (id ?? '–');
  };
};
