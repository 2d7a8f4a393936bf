import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { everyMs } from '../../api/asking.js';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { everyPage } from '../monitoring-queries.js';
import type { LabelSpan } from './outlet-hours.js';

export type Outlet = Schemas['Outlet'];
export type Exceedance = Schemas['Exceedance'];

const OFTEN = { staleTime: 60_000, ...everyMs(120_000) } as const;
const SELDOM = { staleTime: 5 * 60_000 } as const;
const PAGE = 200;

export const useOutlets = (withRetired = false) =>
  useQuery({
    queryKey: ['monitoring', 'outlets', withRetired],
    ...OFTEN,
    queryFn: () =>
      everyPage<Outlet>((cursor) =>
        dataOf(
          api.GET('/api/outlets', {
            params: { query: { limit: PAGE, cursor, retired: withRetired ? 'true' : 'false' } },
          }),
        ),
      ),
  });
export const useOutlet = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'outlet', id],
    ...OFTEN,
    // The client's types lose that a position is a pair.
    queryFn: () => dataOf(api.GET('/api/outlets/{id}', { params: { path: { id } } })) as Promise<Outlet>,
  });

/** Published hours of an outlet, in the unit of its limits; null asks for nothing. */
export const useOutletHours = (outletId: string, span: LabelSpan | null) =>
  useQuery({
    queryKey: ['monitoring', 'outlet-hours', outletId, span],
    ...SELDOM,
    enabled: span !== null,
    placeholderData: keepPreviousData,
    queryFn: () =>
      everyPage<Schemas['MonitoringIndicator']>((cursor) =>
        dataOf(
          api.GET('/api/monitoring-indicators', {
            params: {
              query: {
                definition: 'outlet.hour.mean',
                subjectId: outletId,
                limit: PAGE,
                ...span,
                ...(cursor ? { cursor } : {}),
              },
            },
          }),
        ),
      ),
  });

/** A factor of a published day beside its limit of a day; `multiple` is null within it, `mean` with too few hours. */
interface OutletDayFactor {
  readonly factor: string;
  readonly name: string;
  readonly mean: string | null;
  readonly limit: string;
  readonly unit: string;
  readonly basis: string;
  readonly hours: number;
  /** What its limit asks for; days published long ago do not say. */
  readonly fewestHours?: number;
  readonly isWeighted: boolean;
  readonly multiple: string | null;
}
export interface OutletDay {
  readonly id: string;
  readonly day: string;
  readonly dataState: Schemas['MonitoringIndicator']['dataState'];
  readonly factors: readonly OutletDayFactor[];
}

/** Published day means of an outlet with limits of a day, the newest first. */
export const useOutletDays = (outletId: string, span: LabelSpan) =>
  useQuery({
    queryKey: ['monitoring', 'outlet-days', outletId, span],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<OutletDay[]> =>
      (
        await dataOf(
          api.GET('/api/monitoring-indicators', {
            params: {
              query: { definition: 'outlet.day.beyond-factors', subjectId: outletId, limit: PAGE, ...span },
            },
          }),
        )
      ).items.map(({ id, period, dataState, details }) => ({
        id,
        day: period.label,
        dataState,
        factors: (details['factors'] ?? []) as unknown as OutletDayFactor[],
      })),
  });

/** Days that speak of hidden discharge, up to a day. */
export const useDischargePatterns = (outletId: string, to: string, days: number) =>
  useQuery({
    queryKey: ['monitoring', 'discharge-patterns', outletId, to, days],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (
        await dataOf(
          api.GET('/api/outlets/{id}/discharge-patterns', { params: { path: { id: outletId }, query: { to, days } } }),
        )
      ).items,
  });

/** Episodes of an outlet, the newest first, as far back as the first that began before a moment. */
export const useExceedances = (outletId: string, from: string | null) =>
  useQuery({
    queryKey: ['monitoring', 'exceedances', outletId, from],
    ...OFTEN,
    enabled: from !== null,
    placeholderData: keepPreviousData,
    queryFn: () =>
      everyPage<Exceedance>(async (cursor) => {
        const page = await dataOf(
          api.GET('/api/exceedances', {
            params: { query: { outletId, limit: PAGE, ...(cursor ? { cursor } : {}) } },
          }),
        );
        const oldest = page.items.at(-1);
        const isFarEnough = oldest !== undefined && Date.parse(oldest.startedAt) < Date.parse(from!);
        return isFarEnough ? { ...page, nextCursor: null } : page;
      }),
  });
