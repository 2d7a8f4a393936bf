import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';

const ASK_AGAIN_MS = 30_000;

/** How many messages nobody has read yet. */
export const useUnreadCount = (isAllowed: boolean): number =>
  useQuery({
    queryKey: ['inbox', 'count'],
    enabled: isAllowed,
    refetchInterval: ASK_AGAIN_MS,
    queryFn: () => dataOf(api.GET('/api/inbox', { params: { query: { limit: 1 } } })),
  }).data?.unread ?? 0;

export const useInbox = (isOpen: boolean, onlyUnread: boolean) =>
  useInfiniteQuery({
    queryKey: ['inbox', 'messages', onlyUnread],
    enabled: isOpen,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/inbox', {
          params: {
            query: { unread: onlyUnread ? 'true' : 'false', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const useMarkRead = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => dataOf(api.POST('/api/inbox/read', { body: { ids } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
};
