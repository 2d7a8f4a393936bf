import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp } from 'antd';
import { everyMs } from '../../api/asking.js';
import { api, dataOf, type Schemas } from '../../api/client.js';

export type RegisteredDevice = Schemas['Device'];
export type DevicePacket = Schemas['DevicePacketList']['items'][number];
export type DeviceCommand = Schemas['DeviceCommand'];
export type CommandRequest = Schemas['DeviceCommandRequest'];
export type SaveDevice = Schemas['SaveDevice'];

const LIVE = everyMs(5_000);
const OFTEN = everyMs(30_000);

/** What the register says of a device; only who manages devices may ask. */
export const useDevice = (id: string, isAsked: boolean) =>
  useQuery({
    queryKey: ['device', id],
    enabled: isAsked,
    // The client's types lose that a position is a pair.
    queryFn: () => dataOf(api.GET('/api/devices/{id}', { params: { path: { id } } })) as Promise<RegisteredDevice>,
  });
export const useDevicePackets = (deviceId: string) =>
  useQuery({
    queryKey: ['device', deviceId, 'packets'],
    ...LIVE,
    queryFn: async () =>
      (await dataOf(api.GET('/api/device-packets', { params: { query: { deviceId, limit: 20 } } }))).items,
  });
export const useDeviceFaults = (mn: string) =>
  useQuery({
    queryKey: ['device-faults', mn],
    ...OFTEN,
    queryFn: async () => (await dataOf(api.GET('/api/faults', { params: { query: { mn, limit: 20 } } }))).items,
  });
export const useDeviceGaps = (deviceId: string) =>
  useQuery({
    queryKey: ['device', deviceId, 'gaps'],
    ...OFTEN,
    queryFn: async () =>
      (await dataOf(api.GET('/api/device-gaps', { params: { query: { deviceId, limit: 50 } } }))).items,
  });
/** What a device said beside values, the newest first, a page more at a time. */
export const useDeviceRecords = (deviceId: string) =>
  useInfiniteQuery({
    queryKey: ['device', deviceId, 'records'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/device-records', {
          params: { query: { deviceId, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
export const useDeviceCommands = (deviceId: string) =>
  useQuery({
    queryKey: ['device', deviceId, 'commands'],
    ...LIVE,
    queryFn: async () =>
      (await dataOf(api.GET('/api/device-commands', { params: { query: { deviceId, limit: 50 } } }))).items,
  });
/** Who is connected and who is shut out. */
export const useDoor = (isAsked: boolean) =>
  useQuery({
    queryKey: ['device-door'],
    ...LIVE,
    enabled: isAsked,
    queryFn: () => dataOf(api.GET('/api/device-door')),
  });

/** A write about devices; afterwards everything drawn from them is read anew. */
export const useDeviceWrite = <T>(write: (of: T) => Promise<unknown>, saved: string, onDone: () => void) => {
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  return useMutation({
    mutationFn: write,
    onSuccess: async () => {
      void message.success(saved);
      onDone();
      await Promise.all(
        ['device', 'device-door', 'monitoring'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
};
