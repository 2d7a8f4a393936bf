import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { WaterClass } from '#libs/domain/water/edition.js';
import { isWaterClass } from '../marks/water-class.js';
import { everyMs } from '../api/asking.js';
import { api, dataOf, type Schemas } from '../api/client.js';
import { isOfLate } from './stations/hour-times.js';

export type Station = Schemas['Station'];
export type Section = Schemas['Section'];
export type HourSeries = Schemas['HourSeries'];
export type DayCalendar = Schemas['AirDayCalendar'];
export type CalendarDay = DayCalendar['days'][number];
export type Coverage = Schemas['Coverage'];
export type Device = Schemas['DeviceHealth']['items'][number];

/** Index of a station's newest hour; null without one, or where it is no longer the present. */
export const aqiNow = ({ latest }: Station, today: string): number | null =>
  latest && isOfLate(latest.label, today) ? latest.aqi : null;
/** Class of a section's newest week; null where it was not evaluated. */
export const weekClassOf = ({ latest }: Section): WaterClass | null => {
  const found = latest?.week?.waterClass ?? null;
  return found !== null && isWaterClass(found) ? found : null;
};

/** In the order of the standard's tables. */
export const POLLUTANTS = ['PM2.5', 'PM10', 'O3', 'NO2', 'SO2', 'CO'] as const;
export type Pollutant = (typeof POLLUTANTS)[number];
export const unitOf = (pollutant: Pollutant): string => (pollutant === 'CO' ? 'mg/m³' : 'µg/m³');

const OFTEN = { staleTime: 60_000, ...everyMs(120_000) } as const;
const SELDOM = { staleTime: 5 * 60_000 } as const;

/** Every page of a list: stations of a province come in several. */
export const everyPage = async <T>(
  page: (cursor: string) => Promise<{ readonly items: readonly unknown[]; readonly nextCursor: string | null }>,
  first = '',
): Promise<T[]> => {
  const all: unknown[] = [];
  for (let cursor: string | null = first; cursor !== null;) {
    const { items, nextCursor } = await page(cursor);
    all.push(...items);
    cursor = nextCursor;
  }
  // The client's types lose that a position is a pair.
  return all as T[];
};

/** Whether those out of use are asked for, too. */
const retiredToo = (withRetired: boolean) => ({ limit: 200, retired: withRetired ? 'true' : 'false' }) as const;

export const useStations = (withRetired = false) =>
  useQuery({
    queryKey: ['monitoring', 'stations', withRetired],
    ...OFTEN,
    queryFn: () =>
      everyPage<Station>((cursor) =>
        dataOf(api.GET('/api/stations', { params: { query: { ...retiredToo(withRetired), cursor } } })),
      ),
  });
export const useSections = (withRetired = false) =>
  useQuery({
    queryKey: ['monitoring', 'sections', withRetired],
    ...OFTEN,
    queryFn: () =>
      everyPage<Section>((cursor) =>
        dataOf(api.GET('/api/sections', { params: { query: { ...retiredToo(withRetired), cursor } } })),
      ),
  });
export const useStation = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'station', id],
    ...OFTEN,
    queryFn: () => dataOf(api.GET('/api/stations/{id}', { params: { path: { id } } })) as Promise<Station>,
  });
export const useSection = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'section', id],
    ...OFTEN,
    queryFn: () => dataOf(api.GET('/api/sections/{id}', { params: { path: { id } } })) as Promise<Section>,
  });

export interface Span {
  readonly from: string;
  readonly to: string;
}

export const useHourSeries = (stationId: string, span: Span) =>
  useQuery({
    queryKey: ['monitoring', 'hour-series', stationId, span],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/hour-series', { params: { query: { stationId, ...span } } })),
  });
const calendarOf = (stationId: string, span: Span): Promise<DayCalendar> =>
  dataOf(api.GET('/api/day-calendar', { params: { query: { stationId, ...span } } }));
export const useDayCalendar = (stationId: string, span: Span) =>
  useQuery({
    queryKey: ['monitoring', 'day-calendar', stationId, span],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: () => calendarOf(stationId, span),
  });
/** Calendars of several stations in one order, with the stations they are of: an earlier answer keeps its names. */
export const useDayCalendars = (stationIds: readonly string[], span: Span) =>
  useQuery({
    queryKey: ['monitoring', 'day-calendars', stationIds, span],
    ...SELDOM,
    enabled: stationIds.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => ({
      stationIds,
      calendars: await Promise.all(stationIds.map(async (id) => (await calendarOf(id, span)).days)),
    }),
  });

/** All revisions of one hour, the newest first. */
export const useHourRevisions = (stationId: string, label: string | null) =>
  useQuery({
    queryKey: ['monitoring', 'hour', stationId, label],
    enabled: label !== null,
    queryFn: async () =>
      (await dataOf(api.GET('/api/hours', { params: { query: { stationId, label: label!, limit: 100 } } }))).items,
  });

export const useSectionWeeks = (sectionId: string) =>
  useQuery({
    queryKey: ['monitoring', 'section-weeks', sectionId],
    ...SELDOM,
    queryFn: async () =>
      (
        await dataOf(
          api.GET('/api/monitoring-indicators', {
            params: { query: { definition: 'water.section.week.class', subjectId: sectionId, limit: 60 } },
          }),
        )
      ).items.sort((a, b) => b.period.end.localeCompare(a.period.end)),
  });

const coveragePage = (asked: Span & { readonly pollutant?: Pollutant }, cursor: string | undefined) =>
  dataOf(api.GET('/api/coverage', { params: { query: { ...asked, limit: 200, ...(cursor ? { cursor } : {}) } } }));
/** Coverage of all subjects, kind by kind. */
export const useCoverageSummary = (span: Span) =>
  useQuery({
    queryKey: ['monitoring', 'coverage', 'summary', span],
    ...SELDOM,
    placeholderData: keepPreviousData,
    queryFn: async () => (await dataOf(api.GET('/api/coverage/summary', { params: { query: span } }))).kinds,
  });
/** Coverage a page of subjects at a time; of stations alone where one pollutant is asked for. */
export const useCoveragePages = (asked: Span & { readonly pollutant?: Pollutant }) =>
  useInfiniteQuery({
    queryKey: ['monitoring', 'coverage', 'pages', asked],
    ...SELDOM,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => coveragePage(asked, pageParam),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
/** Devices of one subject, or one device, with what came of them in so many days. */
export const useDeviceHealth = (days: number, of: { readonly deviceId: string } | { readonly subjectId: string }) =>
  useQuery({
    queryKey: ['monitoring', 'device-health', days, of],
    ...OFTEN,
    queryFn: () => dataOf(api.GET('/api/device-health', { params: { query: { days, limit: 50, ...of } } })),
  });
/** How many devices stand how. */
export const useDeviceStandings = () =>
  useQuery({
    queryKey: ['monitoring', 'device-health', 'standings'],
    ...OFTEN,
    queryFn: async () =>
      (await dataOf(api.GET('/api/device-health', { params: { query: { days: 1, limit: 1 } } }))).standings,
  });

export interface DeviceChoice {
  readonly standing?: Device['standing'] | undefined;
  readonly trouble?: Device['troubles'][number] | undefined;
}
/** Devices a page at a time, those to look at first. */
export const useDevicePages = (days: number, { standing, trouble }: DeviceChoice) =>
  useInfiniteQuery({
    queryKey: ['monitoring', 'device-health', days, 'pages', standing, trouble],
    ...OFTEN,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        days,
        limit: 100,
        ...(standing ? { standing } : {}),
        ...(trouble ? { trouble } : {}),
        ...(cursor ? { cursor } : {}),
      };
      return dataOf(api.GET('/api/device-health', { params: { query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
