import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api, dataOf } from '../api/client.js';
import type { BoardItem } from './items.js';

const PAGE = 2_000;

export interface Board {
  /** As far as they have been read; undefined before the first page. */
  readonly items: readonly BoardItem[] | undefined;
  readonly isComplete: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** Everything the wall chart shows, page after page; what has come can be used while the rest is on its way. */
export const useBoard = (): Board => {
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['board'],
    staleTime: 30_000,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      dataOf(api.GET('/api/board', { params: { query: { limit: PAGE, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.nextCursor,
  });
  useEffect(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  const items = useMemo(() => {
    if (!data) return undefined;
    // An item that changed between two pages may stand on both.
    const byKey = new Map(data.pages.flatMap((page) => page.items.map((item) => [`${item.kind} ${item.id}`, item])));
    return [...byKey.values()];
  }, [data]);
  return { items, isComplete: data !== undefined && !hasNextPage, error, refetch };
};
