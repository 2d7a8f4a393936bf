import { randomBytes } from 'node:crypto';
import type { GatewayClient } from '../gateway-client.js';
import type { SampleCity } from './sample-city.js';

interface PackMapping {
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly postKinds: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, string>>;
}
interface SampleUnit {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: string;
  readonly parent: string | null;
  readonly area: string | null;
  readonly external: boolean;
}
interface SamplePost {
  readonly id: string;
  readonly unit: string;
  readonly title: string;
  readonly kind: string;
}
interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly holds: readonly {
    readonly post: string;
    readonly acting: boolean;
    readonly from: string;
    readonly to: string | null;
  }[];
}
export interface SampleAccount {
  readonly userName: string;
  readonly person: string | null;
  readonly roles: readonly { readonly role: string; readonly scope: string }[];
}
interface SampleArea {
  readonly id: string;
  readonly name: string;
  readonly level: 'city' | 'county' | 'town';
  readonly parent: string | null;
  readonly unit: string | null;
}
interface SampleDuty {
  readonly id: string;
  readonly category: string;
  readonly lead: string;
  readonly cooperating: readonly string[];
  readonly supervising: string | null;
  readonly basisDoc: string;
  readonly from: string;
  readonly to: string | null;
}
interface HolidayYear {
  readonly year: number;
  readonly papers: readonly string[];
  readonly days: readonly { readonly name: string; readonly date: string; readonly isOffDay: boolean }[];
}

/** Saves a state through the door unless it is there already; so loading may be begun again. */
const save = async (client: GatewayClient, actor: string, path: string, id: string, state: object): Promise<void> => {
  await client.call(actor, 'PUT', `/api/${path}/${encodeURIComponent(id)}`, {
    body: { ...state, expectedVersion: 0 },
    again: true,
    doneCodes: ['STATE_CHANGED_MEANWHILE'],
  });
};

const parentsFirst = <T extends { id: string; parent: string | null }>(items: readonly T[]): T[] => {
  const placed = new Set<string | null>([null]);
  const sorted: T[] = [];
  for (let left = [...items]; left.length > 0;) {
    const next = left.filter((item) => placed.has(item.parent));
    if (next.length === 0) throw new Error(`no parent for ${left.map(({ id }) => id).join(', ')}`);
    for (const item of next) placed.add(item.id);
    sorted.push(...next);
    left = left.filter((item) => !placed.has(item.id));
  }
  return sorted;
};

const HANDS = 6;

/** Runs steps side by side, a few at a time; the first failure ends the loading. */
const sideBySide = async (steps: readonly (() => Promise<void>)[], done: (n: number) => void): Promise<void> => {
  let next = 0;
  let finished = 0;
  const hand = async (): Promise<void> => {
    for (let step = steps[next++]; step; step = steps[next++]) {
      await step();
      done(++finished);
    }
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
};

/** The unit at the top is made with the first administrator. */
export const TOP_UNIT = 'city';

/** Loads units, areas, people, posts, duties and calendars of the sample city through the gateway. */
export const loadDirectory = async (
  client: GatewayClient,
  actor: string,
  city: SampleCity,
  calendars: readonly HolidayYear[],
  done: (share: number) => void,
): Promise<void> => {
  const mapping = city.json<PackMapping>('pack-mapping.json');
  const units = parentsFirst(city.json<SampleUnit[]>('city/units.json'));
  const people = city.json<SamplePerson[]>('city/people.json');
  const posts = city.json<SamplePost[]>('city/posts.json');
  const accounts = city.json<SampleAccount[]>('city/accounts.json');
  const outlines = new Map(
    city
      .json<{ features: { properties: { id: string }; geometry: { coordinates: [number, number][][] } }[] }>(
        'city/areas.geojson',
      )
      .features.map((feature) => [feature.properties.id, feature.geometry.coordinates]),
  );
  const areas = city.json<SampleArea[]>('city/areas.json');
  const duties = city.json<SampleDuty[]>('city/duties.json');
  const holders = new Map<string, object[]>();
  for (const person of people) {
    for (const { post, ...span } of person.holds)
      (holders.get(post) ?? holders.set(post, []).get(post)!).push({ personId: person.id, ...span });
  }
  const mailOf = new Set(accounts.flatMap((account) => (account.person ? [account.person] : [])));
  const inTurn: (() => Promise<void>)[] = [
    ...units
      .filter((unit) => unit.id !== TOP_UNIT)
      .map(
        (unit) => () =>
          save(client, actor, 'units', unit.id, {
            name: unit.name,
            shortName: unit.shortName,
            type: unit.type,
            parentId: unit.parent,
            external: unit.external,
            areaId: unit.area,
          }),
      ),
  ];
  const inAnyOrder: (() => Promise<void>)[] = [
    ...areas.map(
      (area) => () =>
        save(client, actor, 'areas', area.id, {
          name: area.name,
          level: area.level,
          parentId: area.parent,
          unitId: area.unit,
          outline: outlines.get(area.id) ?? [],
        }),
    ),
    ...people.map(
      (person) => () =>
        save(client, actor, 'people', person.id, {
          name: person.name,
          accountId: null,
          email: mailOf.has(person.id) ? `${person.id.replace(/^p\./, '')}@sample.example` : null,
        }),
    ),
    ...posts.map(
      (post) => () =>
        save(client, actor, 'posts', post.id, {
          unitId: post.unit,
          title: post.title,
          kind: post.id.endsWith('.party-head') ? 'party-principal' : (mapping.postKinds[post.kind] ?? post.kind),
          holders: holders.get(post.id) ?? [],
        }),
    ),
    ...duties.map(
      (duty) => () =>
        save(client, actor, 'duties', duty.id, {
          category: mapping.categories[duty.category] ?? duty.category,
          subjectKind: null,
          areaId: null,
          leadUnitId: duty.lead,
          cooperatingUnitIds: duty.cooperating,
          supervisingUnitId: duty.supervising,
          basisDoc: duty.basisDoc,
          from: duty.from,
          to: duty.to,
        }),
    ),
    ...calendars.map(
      (year) => () =>
        save(client, actor, 'calendars', String(year.year), {
          year: year.year,
          official: year.days.length > 0,
          papers: year.papers,
          days: year.days,
        }),
    ),
  ];
  const total = inTurn.length + inAnyOrder.length;
  for (const [n, step] of inTurn.entries()) {
    await step();
    done((n + 1) / total);
  }
  await sideBySide(inAnyOrder, (n) => done((inTurn.length + n) / total));
};

/** Makes the sample's accounts with passwords at random; `known` keeps those of an earlier, broken-off load. */
export const loadAccounts = async (
  client: GatewayClient,
  actor: string,
  city: SampleCity,
  known: Record<string, string>,
  keep: (passwords: Record<string, string>) => void,
  done: (share: number) => void,
): Promise<void> => {
  const mapping = city.json<PackMapping>('pack-mapping.json');
  const people = new Map(city.json<SamplePerson[]>('city/people.json').map((person) => [person.id, person.name]));
  const accounts = city.json<SampleAccount[]>('city/accounts.json');
  for (const account of accounts) known[account.userName] ??= randomBytes(9).toString('base64url');
  keep(known);
  await sideBySide(
    accounts.map((account) => async () => {
      const roles = account.roles.flatMap(({ role, scope }) =>
        (mapping.roles[role] ?? []).map((roleId) => ({ roleId, unitId: scope })),
      );
      await client.call(actor, 'POST', '/api/accounts', {
        body: {
          userName: account.userName,
          displayName: account.person ? (people.get(account.person) ?? account.userName) : account.userName,
          personId: account.person,
          password: known[account.userName],
          mustChange: false,
          roles: [...new Map(roles.map((role) => [`${role.roleId} ${role.unitId}`, role])).values()],
        },
        again: true,
        doneCodes: ['ACCOUNT_USER_NAME_TAKEN'],
      });
    }),
    (n) => done(n / accounts.length),
  );
};
