import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas, send } from '../../api/client.js';

export type HourVoid = Schemas['HourVoid'];
export type HourNote = Schemas['HourNote'];
export type VoidAction = HourVoid['nextActions'][number];

const MOST = 100;
const A_PAGE = 50;

export const useHourVoids = (
  state: 'open' | 'all',
  of: { readonly stationId?: string; readonly label?: string } = {},
) =>
  useInfiniteQuery({
    queryKey: ['hour-voids', state, of],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      dataOf(
        api.GET('/api/hour-voids', {
          params: { query: { state, ...of, limit: A_PAGE, ...(cursor ? { cursor } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
export const useHourNotes = (stationId: string, label: string) =>
  useQuery({
    queryKey: ['hour-notes', stationId, label],
    queryFn: async () =>
      (await dataOf(api.GET('/api/hour-notes', { params: { query: { stationId, label, limit: MOST } } }))).items,
  });

/** A write about hours; afterwards everything drawn from them is read anew. */
export const useHourWrite = (onDone: () => void) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }) => send(path, body),
    onSuccess: async () => {
      void message.success(t('hourVoids.saved'));
      onDone();
      await Promise.all(
        ['hour-voids', 'hour-notes', 'monitoring', 'data-reviews', 'targets', 'target'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
};

const PATHS: Readonly<Record<VoidAction, string>> = {
  confirm: 'decision',
  refuse: 'decision',
  withdraw: 'withdrawal',
  'propose-lift': 'lifting',
};
export const PERMISSIONS: Readonly<Record<VoidAction, string>> = {
  confirm: 'data.confirm-void',
  refuse: 'data.confirm-void',
  withdraw: 'data.void',
  'propose-lift': 'data.void',
};

/** Where and with what a step of a void is sent. */
export const stepOf = (one: HourVoid, action: VoidAction, reason: string): { path: string; body: object } => ({
  path: `/hour-voids/${one.id}/${PATHS[action]}`,
  body: {
    reason,
    expectedVersion: one.version,
    ...(action === 'confirm' || action === 'refuse' ? { decision: action } : {}),
  },
});
