import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';
import { type FilterText, queryOf, withoutView } from './problem-filter.js';

export type ProblemRow = Schemas['Problem'];
export type ProblemDetail = Schemas['ProblemDetail'];

const PAGE = 50;
const MOST_A_PAGE = 200;

/** Problems of a filter, a page at a time, with the counts of the whole filter. */
export const useProblems = (filter: FilterText) =>
  useInfiniteQuery({
    queryKey: ['problems', 'page', filter],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/problems', {
          params: { query: { ...queryOf(filter), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** How many there are in each view of a filter. */
export const useProblemCounts = (filter: FilterText) => {
  const base = withoutView(filter);
  const ask = (more: FilterText) => () =>
    dataOf(api.GET('/api/problems', { params: { query: { ...queryOf({ ...base, ...more }), limit: 1 } } })).then(
      ({ counts }) => counts,
    );
  const all = useQuery({
    queryKey: ['problems', 'counts', base],
    placeholderData: keepPreviousData,
    queryFn: ask({}),
  });
  const upper = useQuery({
    queryKey: ['problems', 'counts', base, 'upper'],
    placeholderData: keepPreviousData,
    queryFn: ask({ waitingUpper: 'true' }),
  });
  return { counts: all.data, upper: upper.data?.total };
};

/** Every problem of a filter, for a file. */
export const allProblems = async (filter: FilterText): Promise<ProblemRow[]> => {
  const rows: ProblemRow[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await dataOf(
      api.GET('/api/problems', {
        params: { query: { ...queryOf(filter), limit: MOST_A_PAGE, ...(cursor ? { cursor } : {}) } },
      }),
    );
    rows.push(...(page.items as ProblemRow[]));
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
};

export const useProblem = (id: string | undefined) =>
  useQuery({
    queryKey: ['problem', id],
    enabled: id !== undefined,
    queryFn: async () =>
      (await dataOf(api.GET('/api/problems/{id}', { params: { path: { id: id! } } }))) as ProblemDetail,
  });

export const useLists = () =>
  useQuery({
    queryKey: ['lists'],
    staleTime: 30_000,
    queryFn: () => dataOf(api.GET('/api/lists')),
  });
