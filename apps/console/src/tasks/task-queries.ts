import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';

export type TaskDetail = Schemas['TaskDetail'];

export const useTask = (id: string | undefined) =>
  useQuery({
    queryKey: ['task', id],
    enabled: id !== undefined,
    queryFn: async () => (await dataOf(api.GET('/api/tasks/{id}', { params: { path: { id: id! } } }))) as TaskDetail,
  });
