import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';

export type Target = Schemas['TargetSummary'];
export type TargetDetail = Schemas['TargetDetail'];
export type TargetPoint = NonNullable<Target['now']>;

const SELDOM = { staleTime: 60_000 } as const;
const MOST = 200;

/** Targets whose period touches a year; a district has a few dozen. */
export const useTargets = (year: number) =>
  useQuery({
    queryKey: ['targets', year],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await dataOf(api.GET('/api/targets', { params: { query: { year: String(year), limit: MOST } } }))).items,
  });
export const useTarget = (id: string) =>
  useQuery({
    queryKey: ['target', id],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/targets/{id}', { params: { path: { id } } })),
  });
export const useTargetIndicators = () =>
  useQuery({
    queryKey: ['target-indicators'],
    staleTime: Infinity,
    queryFn: async () => (await dataOf(api.GET('/api/target-indicators'))).items,
  });
