import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useMay } from '../shell/session.js';

const NONE: ReadonlyMap<string, string> = new Map();

/** Short names of the lists (清单) by their ids; empty for somebody who may not read the ledger. */
export const useListNames = (): ReadonlyMap<string, string> => {
  const may = useMay()('problem.read');
  const { data } = useQuery({
    queryKey: ['lists', 'names'],
    staleTime: 5 * 60_000,
    enabled: may,
    queryFn: async () =>
      new Map((await dataOf(api.GET('/api/lists'))).items.map(({ id, shortName }) => [id, shortName] as const)),
  });
  return data ?? NONE;
};
