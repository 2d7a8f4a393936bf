import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas, send } from '../api/client.js';
import { lookAt } from './troubles.js';

const ASK_AGAIN_MS = 5_000;

export const useOperations = () =>
  useQuery({
    queryKey: ['operations'],
    refetchInterval: ASK_AGAIN_MS,
    queryFn: async () => {
      const overview = await dataOf(api.GET('/api/operations-overview'));
      return { ...lookAt(overview), lags: overview.lags };
    },
  });

export type ParkedAt = Schemas['ParkedRecord'] & { readonly service: string };

/** Parked records of the services that say they have some, newest trouble first. */
export const useParked = (services: readonly string[]): { records: ParkedAt[]; isPending: boolean; error: unknown } =>
  useQueries({
    queries: services.map((service) => ({
      queryKey: ['parked', service],
      refetchInterval: ASK_AGAIN_MS,
      queryFn: () =>
        dataOf(
          api.GET(
            `/api/operations/${service}/parked` as '/api/operations/ingestion/parked',
            {
              params: { query: { limit: '200' } },
            } as never,
          ) as Promise<{ data?: Schemas['ParkedRecordList'] }>,
        ),
    })),
    combine: (answers) => ({
      records: answers
        .flatMap((answer, n) => (answer.data?.items ?? []).map((item) => ({ ...item, service: services[n]! })))
        .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)),
      isPending: answers.some((answer) => answer.isPending),
      error: answers.find((answer) => answer.error)?.error ?? null,
    }),
  });

/** One act of an operator on a service; what is shown is asked for again. */
export const useOperate = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ service, act, body }: { service: string; act: string; body?: object }) =>
      send(`/operations/${service}/${act}`, body ?? {}) as Promise<Schemas['OperationOutcome']>,
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['operations', 'parked'].includes(String(queryKey[0])),
      }),
  });
};
