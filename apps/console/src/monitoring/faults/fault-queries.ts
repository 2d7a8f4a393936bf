import { useInfiniteQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';

export type Fault = Schemas['DataFault'];
/** What is looked for; empty: all. */
export interface FaultChoice {
  readonly reason: string;
  readonly source: string;
}

const A_PAGE = 50;

/** What came in and could not be used, the newest first, a page at a time. */
export const useFaults = ({ reason, source }: FaultChoice) =>
  useInfiniteQuery({
    queryKey: ['faults', reason, source],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        limit: A_PAGE,
        ...(reason === '' ? {} : { reason }),
        ...(source === '' ? {} : { source }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return dataOf(api.GET('/api/faults', { params: { query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
