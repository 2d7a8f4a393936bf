import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';
import { useMay } from '../shell/session.js';

export type Warning = Schemas['WarningView'];
export type WarningDetail = Schemas['WarningDetail'];
export type Ladder = Schemas['LadderView'];
export type LadderDetail = Schemas['LadderDetail'];
export type Act = Schemas['ActView'];
export type ActDetail = Schemas['ActDetail'];

const PAGE = 50;
const LADDERS_AT_ONCE = 12;

export interface WarningFilter {
  readonly state: 'open' | 'ended' | 'all';
  readonly ruleClass?: string | undefined;
  readonly severity?: Warning['severity'] | undefined;
  readonly unitId?: string | undefined;
}

const cursorOf = (cursor: string | undefined): { cursor?: string } => (cursor === undefined ? {} : { cursor });
const given = <T extends object>(filter: T): T =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as T;
/** Where the next page begins, and how a first page is asked for. */
const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
};

export const useWarnings = (filter: WarningFilter) =>
  useInfiniteQuery({
    ...paged,
    queryKey: ['warnings', 'list', filter],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/warnings', { params: { query: { ...given(filter), limit: PAGE, ...cursorOf(pageParam) } } }),
      ),
  });

export const useWarningSummary = () =>
  useQuery({ queryKey: ['warnings', 'summary'], queryFn: () => dataOf(api.GET('/api/warning-summary')) });

export const useWarning = (id: string | undefined) =>
  useQuery({
    queryKey: ['warning', id],
    enabled: id !== undefined,
    queryFn: () => dataOf(api.GET('/api/warnings/{id}', { params: { path: { id: id! } } })),
  });

export const useLadders = (filter: {
  readonly state: 'open' | 'ended' | 'all';
  readonly unitId?: string | undefined;
}) => {
  const may = useMay()('ladder.read');
  return useInfiniteQuery({
    ...paged,
    queryKey: ['ladders', 'list', filter],
    enabled: may,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/ladders', {
          params: { query: { ...given(filter), limit: LADDERS_AT_ONCE, ...cursorOf(pageParam) } },
        }),
      ),
  });
};

export const useLadder = (id: string | null | undefined) => {
  const may = useMay()('ladder.read');
  return useQuery({
    queryKey: ['ladder', id],
    enabled: may && !!id,
    queryFn: () => dataOf(api.GET('/api/ladders/{id}', { params: { path: { id: id! } } })),
  });
};

export interface ActFilter {
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly unitId?: string | undefined;
  readonly warningId?: string | undefined;
  readonly ladderId?: string | undefined;
  readonly waitingForMe?: 'true' | undefined;
  readonly open?: 'true' | undefined;
  readonly issued?: 'true' | undefined;
  readonly overdue?: 'true' | undefined;
}

export const useActs = (filter: ActFilter, isWanted = true) => {
  const may = useMay()('act.read');
  return useInfiniteQuery({
    ...paged,
    queryKey: ['acts', 'list', filter],
    enabled: may && isWanted,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/acts', {
          // The interface takes lists as text with commas.
          params: { query: { ...given(filter), limit: PAGE, ...cursorOf(pageParam) } as never },
        }),
      ),
  });
};

export const useAct = (id: string | undefined) =>
  useQuery({
    queryKey: ['act', id],
    enabled: id !== undefined,
    queryFn: () => dataOf(api.GET('/api/acts/{id}', { params: { path: { id: id! } } })),
  });

export const useDeliveries = (kind: string, id: string) =>
  useQuery({
    queryKey: ['act', id, 'deliveries'],
    queryFn: async () =>
      (await dataOf(api.GET('/api/deliveries/{kind}/{id}', { params: { path: { kind, id } } }))).items,
  });
