import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { type MonitoringService, shanghai, startMonitoring } from '../../monitoring/test/monitoring-service.js';
import type { GatewayClient } from '../src/gateway-client.js';
import { loadRegisters } from '../src/season/load-registers.js';
import { loadWaters } from '../src/season/load-waters.js';
import { sampleCity } from '../src/season/sample-city.js';

const DATA = 'data';
const OFFICE = 'office';
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  [DATA]: ['monitoring.read', 'subject.manage', 'device.manage'],
  [OFFICE]: ['monitoring.read', 'target.manage'],
};
const city = sampleCity(resolve(import.meta.dirname, '..', '..', '..', 'samples', 'jiaxing'));
let service: MonitoringService;

/** The gateway's way to monitoring, with what the sample's accounts may do there; money is another service's. */
const client = {
  call: async (
    actor: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { body, doneCodes = [] }: { body?: unknown; doneCodes?: readonly string[] },
  ) => {
    if (path === '/api/projects') return undefined;
    const permissions = PERMISSIONS[actor] ?? [];
    const answer = await service.call({ permissions, unitId: 'city' }, method, path.replace('/api', ''), body);
    const code = String((answer.body as { code?: string } | undefined)?.code ?? '');
    if (answer.status < 300 || doneCodes.some((one) => code.includes(one))) return answer.body;
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  },
} as unknown as GatewayClient;
const load = async (): Promise<void> => {
  await loadRegisters(client, { data: DATA, office: OFFICE }, city, () => undefined);
  await loadWaters(client, DATA, city, () => undefined);
};
const counts = async (): Promise<unknown> =>
  service.db.query(
    `select (select count(*)::int from audit) as audits, (select count(*)::int from target) as targets,
            (select count(*)::int from section_target) as years, (select count(*)::int from section_plan) as plans,
            (select count(*)::int from plant_day) as days`,
  );

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-30 13:00'));
  const areas =
    city.json<{ id: string; name: string; level: 'city'; parent: string | null; unit: string }[]>('city/areas.json');
  await service.keep(
    AreaState,
    areas.map(({ parent, unit, ...area }) => ({
      ...area,
      version: 1,
      retired: false,
      parentId: parent,
      unitId: unit,
      outline: [],
    })),
  );
  const units = city.json<{ id: string; name: string; shortName: string }[]>('city/units.json');
  await service.keep(
    UnitState,
    units.map(({ id, name, shortName }) => ({
      id,
      version: 1,
      retired: false,
      name,
      shortName,
      type: 'TOWNSHIP',
      parentId: 'city',
      path: ['city', id],
      external: false,
      areaId: null,
    })),
  );
  await service.settle();
  await load();
}, 120_000);
afterAll(() => service?.stop());

describe('the registers of the sample city', () => {
  it('are taken once, however often the load is begun again', async () => {
    const before = await counts();
    expect(before).toMatchObject([{ targets: 4, years: 9, plans: 2, days: 30 }]);
    await load();
    expect(await counts()).toEqual(before);
  }, 60_000);

  it('give every section a river, and the sections of a river stand in their order', async () => {
    const { body } = await service.get<{
      groups: { name: string; members: { id: string }[] }[];
      ungrouped: unknown[];
    }>('/water-summary?by=river&month=2026-04');
    expect(body.ungrouped).toEqual([]);
    expect(body.groups.map(({ name, members }) => [name, members.map(({ id }) => id)])).toEqual([
      ['示例河1', ['DM02', 'DM01', 'DM07']],
      ['示例河2', ['DM05', 'DM03']],
      ['示例河3', ['DM06', 'DM04']],
      ['示例河4', ['DM09', 'DM08']],
    ]);
  });

  it('hold the plan of a section, a source that failed once, and a plant back at its capacity', async () => {
    expect((await service.get('/sections/DM02/plans')).body['items']).toMatchObject([
      { version: 2, from: '2026-04-20', to: null },
      { version: 1, from: '2026-01-20', to: '2026-04-19' },
    ]);
    expect((await service.get('/drinking-sources?to=2026-04&months=6')).body).toMatchObject({
      rates: { compliant: 5, monitored: 6, sourceRate: '83.3', outletRate: '100.0' },
      items: [{ missing: [] }],
    });
    const { days } = (await service.get<{ days: { signals: string[]; backlog: string }[] }>('/outlets/OUT02/plant'))
      .body;
    expect(days).toHaveLength(30);
    expect(days[0]).toMatchObject({ day: '2026-04-29', signals: [], backlog: expect.stringMatching(/^1\d\d$/) });
    expect(days.filter(({ signals }) => signals.includes('capacityDropped'))).toHaveLength(3);
  });
});
