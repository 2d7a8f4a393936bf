import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { useTranslation } from 'react-i18next';
import { everyMs, WORK_MS } from '../../api/asking.js';
import { api, dataOf, type Schemas, send } from '../../api/client.js';

export type FileImport = Schemas['FileImport'];
export type Mapping = Schemas['ColumnMapping'];
export type Recomputation = Schemas['Recomputation'];
export type Refused = Schemas['ImportRefusedList'];

export const LAYOUTS = ['cnemc-hourly', 'provincial-hourly', 'cnemc-section', 'manual-samples'] as const;
export const DATA_STATES = ['realtime', 'preliminary', 'reviewed'] as const;

const UNDER_WAY: readonly FileImport['state'][] = ['waiting', 'checking', 'sending', 'sent', 'assessing', 'undoing'];
export const isUnderWay = ({ state }: Pick<FileImport, 'state'>): boolean => UNDER_WAY.includes(state);
/** Values of it may be in force: it can be taken back, also while it is stuck. A repetition goes with the first. */
export const canUndo = ({ state, repeatOf }: FileImport): boolean =>
  repeatOf === null && ['sending', 'sent', 'assessing', 'taken'].includes(state);

const PAGE = 20;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
const usePages = <T>(key: string, page: (cursor: string) => Promise<unknown>, isBusy: (one: T) => boolean) =>
  useInfiniteQuery({
    queryKey: ['imports', key],
    initialPageParam: '',
    queryFn: async ({ pageParam }) => (await page(pageParam)) as Page<T>,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // What is under way is looked at again until it ends.
    ...everyMs<{ readonly pages: readonly Page<T>[] }>(WORK_MS, ({ pages }) =>
      pages.some(({ items }) => items.some(isBusy)),
    ),
  });

export const useImports = () =>
  usePages<FileImport>(
    'list',
    (cursor) => dataOf(api.GET('/api/imports', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } })),
    isUnderWay,
  );
export const useRecomputations = () =>
  usePages<Recomputation>(
    'recomputations',
    (cursor) =>
      dataOf(api.GET('/api/recomputations', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } })),
    ({ finishedAt }) => finishedAt === null,
  );
export const useMappings = () =>
  useQuery({
    queryKey: ['imports', 'mappings'],
    queryFn: async () =>
      (await dataOf(api.GET('/api/column-mappings', { params: { query: { limit: 200 } } }))).items as Mapping[],
  });
export const useRefused = (id: string | null, most: number) =>
  useQuery({
    queryKey: ['imports', 'refused', id, most],
    enabled: id !== null,
    queryFn: async () =>
      (await dataOf(
        api.GET('/api/imports/{id}/refused', { params: { path: { id: id! }, query: { limit: most } } } as never),
      )) as Refused,
  });
export const usePreview = (fileSha256: string | null) =>
  useQuery({
    queryKey: ['imports', 'preview', fileSha256],
    enabled: fileSha256 !== null,
    retry: false,
    queryFn: () => dataOf(api.GET('/api/imports/preview', { params: { query: { fileSha256: fileSha256! } } })),
  });
export const refusedCsvUrl = (id: string): string => `/api/imports/${id}/refused.csv`;

/** A write; afterwards the lists are read anew. */
export const useImportWrite = <T>(
  write: (values: T) => Promise<unknown>,
  words: 'asked' | 'saved',
  onDone: () => void,
) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  return useMutation({
    mutationFn: write,
    onSuccess: async () => {
      void message.success(t(`imports.${words}`));
      onDone();
      await queries.invalidateQueries({ queryKey: ['imports'] });
    },
  });
};

export const requestImport = (body: object): Promise<unknown> => send('/imports', body);
export const undoImport = ({ id, reason }: { id: string; reason: string }): Promise<unknown> =>
  send(`/imports/${id}/undo`, { reason });
export const requestRecomputation = (body: object): Promise<unknown> => send('/recomputations', body);
export const saveMapping = ({
  id,
  body,
}: {
  id: string | null;
  body: Schemas['SaveColumnMapping'];
}): Promise<unknown> =>
  id === null
    ? send('/column-mappings', body)
    : dataOf(api.PUT('/api/column-mappings/{id}', { params: { path: { id } }, body }) as Promise<{ data?: unknown }>);
