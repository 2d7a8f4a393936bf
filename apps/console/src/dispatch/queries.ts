import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';

export type Sheet = Schemas['DispatchView'];
export type SheetDetail = Schemas['DispatchDetail'];
export type Row = Schemas['DispatchRow'];

const PAGE = 60;

/** All sheets, latest first. */
export const useSheets = () =>
  useInfiniteQuery({
    queryKey: ['dispatches', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/dispatches', {
          params: { query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const useSheet = (id: string | undefined) =>
  useQuery({
    queryKey: ['dispatch', id],
    enabled: id !== undefined,
    queryFn: () => dataOf(api.GET('/api/dispatches/{id}', { params: { path: { id: id! } } })),
  });

export const useIssue = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (opinion: string) =>
      dataOf(api.POST('/api/dispatches/{id}/issue', { params: { path: { id } }, body: { opinion } })),
    onSuccess: async (issued) => {
      queries.setQueryData(['dispatch', id], issued);
      await queries.invalidateQueries({ queryKey: ['dispatches'] });
    },
  });
};

export const THREE = 3;
/** A report that said nothing new, now or in the answer. */
export const isWithoutProgress = (row: Row): boolean => (row.reply ?? row.newThisWeek)?.noProgress === true;

export const ROW_FILTERS = {
  all: () => true,
  unanswered: (row: Row) => row.reply === null,
  noProgress: isWithoutProgress,
  three: (row: Row) => row.timesRunning >= THREE,
  red: (row: Row) => row.level === 'red',
  carried: (row: Row) => row.carriedOver,
} as const satisfies Readonly<Record<string, (row: Row) => boolean>>;
export type RowFilter = keyof typeof ROW_FILTERS;
export const isRowFilter = (text: string | null): text is RowFilter => text !== null && text in ROW_FILTERS;
