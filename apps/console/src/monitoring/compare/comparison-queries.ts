import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import type { Span } from '../monitoring-queries.js';

export type Comparison = Schemas['AirComparison'];
export type AirYears = Schemas['AirYears'];
export type SectionYears = Schemas['SectionYears'];
export type Editions = Schemas['AirEditions'];
export type Ranking = Schemas['AirRanking'];
export type ExternalRanking = Schemas['ExternalRanking'];

const SELDOM = { staleTime: 5 * 60_000, placeholderData: keepPreviousData } as const;

export const useComparison = (areaId: string, span: Span, gaps: 'own' | 'common') =>
  useQuery({
    queryKey: ['monitoring', 'air-comparison', areaId, span, gaps],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/air-comparison', { params: { query: { areaId, ...span, gaps } } })),
  });
/** Air of an area or a station over a span, beside the same days of years before. */
export const useAirYears = (
  subject: { readonly kind: 'area' | 'station'; readonly id: string },
  span: Span,
  back: number,
  gaps: 'own' | 'common',
) =>
  useQuery({
    queryKey: ['monitoring', 'air-years', subject, span, back, gaps],
    ...SELDOM,
    queryFn: () =>
      dataOf(
        api.GET('/api/air-years', {
          params: {
            query: {
              ...(subject.kind === 'area' ? { areaId: subject.id } : { stationId: subject.id }),
              ...span,
              back,
              gaps,
            },
          },
        }),
      ),
  });
/** Months of a section beside the same ones of years before. */
export const useSectionYears = (
  id: string,
  period: { readonly year: number; readonly from: number; readonly to: number },
  back: number,
  gaps: 'own' | 'common',
) =>
  useQuery({
    queryKey: ['monitoring', 'section-years', id, period, back, gaps],
    ...SELDOM,
    queryFn: () =>
      dataOf(api.GET('/api/sections/{id}/years', { params: { path: { id }, query: { ...period, back, gaps } } })),
  });
export const useEditions = (areaId: string, span: Span, first: string, second: string) =>
  useQuery({
    queryKey: ['monitoring', 'air-editions', areaId, span, first, second],
    ...SELDOM,
    queryFn: () => dataOf(api.GET('/api/air-editions', { params: { query: { areaId, ...span, first, second } } })),
  });
export const useRanking = (kind: Ranking['kind'], span: Span, by: Ranking['by'], line: number | null) =>
  useQuery({
    queryKey: ['monitoring', 'air-ranking', kind, span, by, line],
    ...SELDOM,
    queryFn: () =>
      dataOf(api.GET('/api/air-ranking', { params: { query: { kind, ...span, by, ...(line ? { line } : {}) } } })),
  });
export type ExternalAverage = Schemas['ExternalAverage'];
export type Medium = ExternalAverage['medium'];
export const useExternalRankings = (medium: Medium) =>
  useQuery({
    queryKey: ['external-rankings', medium],
    queryFn: async () =>
      (await dataOf(api.GET('/api/external-rankings', { params: { query: { medium, limit: 100 } } }))).items,
  });
export const useExternalAverages = (medium: Medium) =>
  useQuery({
    queryKey: ['external-averages', medium],
    queryFn: async () =>
      (await dataOf(api.GET('/api/external-averages', { params: { query: { medium, limit: 100 } } }))).items,
  });
