import { setTimeout as pause } from 'node:timers/promises';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { GatewayClient } from '../../gateway-client.js';

const PATIENCE_MS = 60_000;
const OFFICE = 'eco-office.clerk';

/** Asks until the record is there: what comes from data takes a moment to arrive. */
const found = async <T>(what: string, look: () => Promise<T | null | undefined>): Promise<T> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const record = await look();
    if (record !== null && record !== undefined) return record;
    if (performance.now() > deadline) throw new Error(`${what} did not turn up within ${PATIENCE_MS / 1000} s`);
    await pause(200);
  }
};

const known = new Map<string, string>();

/** The id of a problem: `T-07` by its number, `problem:outlet/OUT01/2026-06-16` by its subject. */
export const problemIdOf = async (client: GatewayClient, target: string): Promise<string> => {
  const remembered = known.get(target);
  if (remembered) return remembered;
  const id = await found(target, async () => {
    const match = /^problem:(\w+)\/([^/]+)\//.exec(target);
    const query = match ? `subjectKind=${match[1]}&subjectId=${match[2]}` : `no=${encodeURIComponent(target)}`;
    const { items } = await client.call<{ items: { id: string }[] }>(OFFICE, 'GET', `/api/problems?${query}&limit=2`);
    return items[0]?.id;
  });
  known.set(target, id);
  return id;
};

/** The tracing task of an air process: `…/air-process/<day>` is a regional one, `…/<area>/<first day>` one of an area. */
export const taskIdOf = async (client: GatewayClient, target: string): Promise<string> => {
  const [, first = '', second] = /^task:tracing\/air-process\/([^/]+)(?:\/([^/]+))?$/.exec(target) ?? [];
  const day = second ?? first;
  return found(target, async () => {
    const { items } = await client.call<{ items: { id: string; areaId: string | null; causeKey: string | null }[] }>(
      OFFICE,
      'GET',
      `/api/tasks?kind=tracing&limit=200`,
    );
    return items.find(
      (task) =>
        task.causeKey?.includes(day) &&
        (second ? task.causeKey.includes(first) : !/\/99\d{4}\//.test(`/${task.causeKey}/`)),
    )?.id;
  });
};

/** Values held back as suspect: `held:<section>/<item>/<day of the first of them>`. */
export const heldValuesIdOf = (client: GatewayClient, target: string): Promise<string> => {
  const [, section = '', item = '', day = ''] = /^held:([^/]+)\/([^/]+)\/(.+)$/.exec(target) ?? [];
  return found(target, async () => {
    const { items } = await client.call<{ items: { id: string; item: string; firstAt: string }[] }>(
      OFFICE,
      'GET',
      `/api/data-reviews?sectionId=${section}&limit=100`,
    );
    return items.find((held) => held.item === item && shanghaiDate(new Date(held.firstAt)) === day)?.id;
  });
};

/** The weekly sheet of a cut-off day. */
export const dispatchIdOf = async (client: GatewayClient, target: string): Promise<string> => {
  const day = /^dispatch:(\d{4}-\d{2}-\d{2})/.exec(target)?.[1] ?? '';
  return found(target, async () => {
    const { items } = await client.call<{ items: { dispatchId: string; cutoff: string }[] }>(
      OFFICE,
      'GET',
      '/api/dispatches?limit=100',
    );
    return items.find((sheet) => shanghaiDate(new Date(sheet.cutoff)) === day)?.dispatchId;
  });
};

/** The newest act of a kind about a cause: `act:T-07/warning-yellow`, `act:ranking/area-f/talk`, `act:bulletin/2026-05/bulletin`. */
export const actOf = async (client: GatewayClient, target: string): Promise<{ id: string; state: string }> => {
  const [, cause = '', kind = ''] = /^act:(.+)\/([^/]+)$/.exec(target) ?? [];
  return found(target, async () => {
    const { items } = await client.call<{
      items: { id: string; state: string; kind: string; causeKey: string | null; subjectCode: string | null }[];
    }>(OFFICE, 'GET', `/api/acts?kind=${kind}&cause=${encodeURIComponent(cause)}&limit=20`);
    return items.at(0);
  });
};
