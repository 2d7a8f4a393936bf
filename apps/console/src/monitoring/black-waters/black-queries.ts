import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { everyPage } from '../monitoring-queries.js';

export type BlackWaters = Schemas['BlackWaterOverview'];
export type BlackWater = BlackWaters['items'][number];
export type BlackWaterDetail = Schemas['BlackWaterDetail'];
export type BlackSample = BlackWaterDetail['samples'][number];
export type Grade = BlackSample['grade'];

const SELDOM = { staleTime: 5 * 60_000 } as const;
const PAGE = 200;

/** All waters with the figures of the month. */
export const useBlackWaters = () =>
  useQuery({
    queryKey: ['monitoring', 'black-waters'],
    ...SELDOM,
    queryFn: async (): Promise<BlackWaters> => {
      let first: BlackWaters | undefined;
      const items = await everyPage<BlackWater>(async (cursor) => {
        const page = await dataOf(
          api.GET('/api/black-waters', { params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } } }),
        );
        first ??= page;
        return page;
      });
      return { ...first!, items, nextCursor: null };
    },
  });
export const useBlackWater = (id: string) =>
  useQuery({
    queryKey: ['monitoring', 'black-water', id],
    queryFn: () => dataOf(api.GET('/api/black-waters/{id}', { params: { path: { id } } })),
  });
