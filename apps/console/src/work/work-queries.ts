import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';
import { useMay } from '../shell/session.js';

export type WorkItem = Schemas['WorkItem'];

/** What the units one acts for must do now. */
export const useWork = () =>
  useQuery({
    queryKey: ['my-work'],
    enabled: useMay()('problem.read'),
    staleTime: 15_000,
    refetchInterval: 120_000,
    queryFn: () => dataOf(api.GET('/api/my-work')),
  });

/** Formal acts that wait for the signed-in person: to be signed, issued, received, answered. */
export const useWaitingActs = () =>
  useQuery({
    queryKey: ['acts', 'waiting-for-me'],
    enabled: useMay()('act.read'),
    staleTime: 15_000,
    refetchInterval: 120_000,
    queryFn: () => dataOf(api.GET('/api/acts', { params: { query: { waitingForMe: 'true', limit: 100 } } })),
  });

/** How much waits, and how much of it is late. */
export const useWorkCount = (): { readonly total: number; readonly overdue: number } => {
  const work = useWork().data?.counts;
  const acts = useWaitingActs().data;
  return {
    total: (work?.total ?? 0) + (acts?.total ?? 0),
    overdue: (work?.overdue ?? 0) + (acts?.items.filter(({ overdueSince }) => overdueSince !== null).length ?? 0),
  };
};
