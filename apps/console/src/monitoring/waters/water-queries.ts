import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { everyPage } from '../monitoring-queries.js';

export type SectionMonths = Schemas['SectionMonths'];
export type SectionMonth = SectionMonths['months'][number];
export type WaterGroup = Schemas['WaterSummary']['groups'][number];
export type Listed = Schemas['WorseThanVList']['items'][number];
export type Plan = Schemas['SectionPlanList']['items'][number];
export type Source = Schemas['DrinkingSourceOverview']['items'][number];
export type SourceDetail = Schemas['DrinkingSourceDetail'];
export type PlantDetail = Schemas['SewagePlantDetail'];
export type Plant = Schemas['SewagePlantList']['items'][number];

const SELDOM = { staleTime: 5 * 60_000 } as const;

export const useSectionMonths = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'section-months', id],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/sections/{id}/months', { params: { path: { id }, query: { months: 36 } } })),
  });
export const useSectionTargets = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'section-targets', id],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/sections/{id}/targets', { params: { path: { id } } })),
  });
export const useSectionAbsences = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'section-absences', id],
    ...SELDOM,
    queryFn: async () => (await dataOf(api.GET('/api/sections/{id}/absences', { params: { path: { id } } }))).items,
  });
export const useSectionPlans = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'section-plans', id],
    ...SELDOM,
    queryFn: async () => (await dataOf(api.GET('/api/sections/{id}/plans', { params: { path: { id } } }))).items,
  });
export const useSectionRows = (id: string) =>
  useInfiniteQuery({
    queryKey: ['monitoring', 'section-rows', id],
    ...SELDOM,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      dataOf(
        api.GET('/api/sections/{id}/rows', {
          params: { path: { id }, query: cursor === undefined ? { limit: 30 } : { limit: 30, cursor } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export interface SummaryChoice {
  readonly by: 'river' | 'basin' | 'area' | 'level' | 'all';
  readonly span: 'month' | 'quarter' | 'year' | 'cumulative';
  readonly against: 'lastYear' | 'before';
  readonly month: string;
}
export const useWaterSummary = (choice: SummaryChoice) =>
  useQuery({
    queryKey: ['monitoring', 'water-summary', choice],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/water-summary', { params: { query: { ...choice } } })),
  });
export const useWorseThanV = () =>
  useQuery({
    queryKey: ['monitoring', 'worse-than-v'],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/worse-than-v')),
  });
export const useSectionsWithoutPlan = () =>
  useQuery({
    queryKey: ['monitoring', 'sections-without-plan'],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/sections-without-plan')),
  });
export const useWaterRanking = (month: string) =>
  useQuery({
    queryKey: ['monitoring', 'water-ranking', month],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/water-ranking', { params: { query: { month, span: 'cumulative' } } })),
  });
export const useWaterCapacity = (year: number) =>
  useQuery({
    queryKey: ['monitoring', 'water-capacity', year],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/water-capacity', { params: { query: { year } } })),
  });
export const useDrinkingSources = () =>
  useQuery({
    queryKey: ['monitoring', 'drinking-sources'],
    ...SELDOM,
    // The rates are those of all sources, on whichever page.
    queryFn: async () => {
      const ask = (cursor: string) =>
        dataOf(api.GET('/api/drinking-sources', { params: { query: { months: 12, limit: 200, cursor } } }));
      const { rates, missingPeriods, ...first } = await ask('');
      const rest = first.nextCursor === null ? [] : await everyPage<Source>(ask, first.nextCursor);
      return { rates, missingPeriods, items: [...first.items, ...rest] };
    },
  });
export const useSourceResults = (id: string | null) =>
  useQuery({
    queryKey: ['monitoring', 'drinking-source', id],
    enabled: id !== null,
    queryFn: () =>
      dataOf(api.GET('/api/drinking-sources/{id}', { params: { path: { id: id! }, query: { months: 24 } } })),
  });
export const useSewagePlants = () =>
  useQuery({
    queryKey: ['monitoring', 'sewage-plants'],
    ...SELDOM,
    queryFn: async () => (await dataOf(api.GET('/api/sewage-plants'))).items,
  });
/** Days of a plant up to its newest one, so that a plant that has stopped reporting still shows what it did. */
export const usePlantDays = (id: string, to: string | null) =>
  useQuery({
    queryKey: ['monitoring', 'sewage-plant', id, to],
    queryFn: () =>
      dataOf(
        api.GET('/api/outlets/{id}/plant', { params: { path: { id }, query: { days: 92, ...(to ? { to } : {}) } } }),
      ),
  });
