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

export const useWorkCount = (): Schemas['MyWork']['counts'] | undefined => useWork().data?.counts;
