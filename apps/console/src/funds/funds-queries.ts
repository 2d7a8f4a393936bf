import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, dataOf, type Schemas, send } from '../api/client.js';
import { useMay } from '../shell/session.js';

export type Project = Schemas['Project'];
export type Summary = Schemas['FundingSummary'];
export type Entry = Schemas['FundingEntry'];

/** A cut-off by its date, and whether the figures are those known then; both stand in the address. */
export interface AsAt {
  readonly cutoff?: string;
  readonly knownAt?: string;
}

const END_OF_DAY = 'T16:00:00Z';

export const useAsAt = (): {
  asAt: AsAt;
  isAsKnownThen: boolean;
  choose: (cutoff: string | undefined, isAsKnownThen: boolean) => void;
} => {
  const [params, setParams] = useSearchParams();
  const cutoff = params.get('cutoff') ?? undefined;
  const isAsKnownThen = cutoff !== undefined && params.get('known') === 'then';
  return {
    // The district's day ends at 16:00 UTC.
    asAt: cutoff ? { cutoff, ...(isAsKnownThen ? { knownAt: `${cutoff}${END_OF_DAY}` } : {}) } : {},
    isAsKnownThen,
    choose: (next, then) =>
      setParams(next ? { cutoff: next, ...(then ? { known: 'then' } : {}) } : {}, { replace: true }),
  };
};

export const useSummary = (asAt: AsAt) =>
  useQuery({
    queryKey: ['funding-summary', asAt],
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/funding-summary', { params: { query: asAt } })),
  });

export const useProjects = (asAt: AsAt) =>
  useQuery({
    queryKey: ['projects', asAt],
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/projects', { params: { query: asAt } })),
  });

export const useProject = (id: string | undefined, asAt: AsAt) =>
  useQuery({
    queryKey: ['project', id, asAt],
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () => dataOf(api.GET('/api/projects/{id}', { params: { path: { id: id! }, query: asAt } })),
  });

/** Names of the projects the account may see, by their id; empty until they are there, and for who may see none. */
export const useProjectNames = (): ReadonlyMap<string, string> => {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['projects', {}],
    enabled: may('project.read'),
    queryFn: () => dataOf(api.GET('/api/projects', { params: { query: {} } })),
  });
  return new Map(data?.items.map(({ id, name }) => [id, name]));
};

/** A write about money; every figure is asked for again afterwards. */
export const useBook = (path: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => send(path, body),
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['funding-summary', 'projects', 'project', 'board'].includes(String(queryKey[0])),
      }),
  });
};
