/** The sample city's register and its scripted people, as far as the ledger hears of them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CalendarState, DutyState, PersonState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { Identity } from '#libs/identity/identity.js';
import type { Pack } from '#libs/policy/pack.js';
import { caughtUp, type TestService } from '#libs/testing/test-service.js';

const SAMPLE = new URL('../../../samples/jiaxing/', import.meta.url);
const json = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, SAMPLE), 'utf8')) as T;

export interface ScriptedAction {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly with: Readonly<Record<string, unknown>>;
}
interface Counts {
  readonly at: string;
  readonly base: number;
  readonly due: number;
  readonly completed: number;
  readonly dueCompleted: number;
  readonly closed: number;
  readonly reopened: number;
  readonly completionRate: string | null;
  readonly dueCompletionRate: string | null;
  readonly closureRate: string | null;
}
export interface ExpectedLedger {
  readonly monthEnds: readonly (Counts & { readonly lists: Readonly<Record<string, Counts>> })[];
  readonly namedAtMonthEnds: readonly {
    readonly day: string;
    readonly dueOpen: readonly string[];
    readonly reopened: readonly { readonly id: string; readonly on: string }[];
  }[];
  readonly cutoffs: readonly (Counts & { readonly lists: Readonly<Record<string, Counts>> })[];
  readonly sheets: readonly {
    readonly cutoff: string;
    readonly rows: readonly {
      readonly record: string;
      readonly level: string;
      readonly measured: string;
      readonly overdueDays: number;
      readonly planned: string;
      readonly actual: string;
      readonly lagPoints: string;
    }[];
  }[];
  readonly records: readonly {
    readonly id: string;
    readonly dueAt: string;
    readonly completedOn: string | null;
    readonly closedOn: string | null;
    readonly refused: number;
    readonly reopened: number;
  }[];
}
export interface ExpectedWarning {
  readonly ruleClass: string;
  readonly cause: string;
  readonly started: string;
  readonly opens: string;
  readonly areas?: readonly string[];
  readonly takenInBy?: string;
}
export const script = json<{ actions: ScriptedAction[] }>('script.json');
export const expected = json<{ ledger: ExpectedLedger; warnings: ExpectedWarning[] }>('expected.json');

const mapping = json<{
  roles: Record<string, string[]>;
  postKinds: Record<string, string>;
  categories: Record<string, string>;
}>('pack-mapping.json');
const categoryOf = (name: string): string => mapping.categories[name] ?? name;

interface SampleUnit {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: string;
  readonly parent: string | null;
  readonly external: boolean;
  readonly area: string | null;
}
const units = json<SampleUnit[]>('city/units.json');
export const areas = json<{ id: string; name: string; level: string; unit: string }[]>('city/areas.json').filter(
  ({ level }) => level === 'county',
);
const parents = new Map(units.map(({ id, parent }) => [id, parent]));
const pathOf = (id: string): string[] => {
  const parent = parents.get(id) ?? null;
  return parent === null ? [id] : [...pathOf(parent), id];
};
const people =
  json<{ id: string; name: string; holds: { post: string; from: string; to: string | null }[] }[]>('city/people.json');
const accounts =
  json<{ userName: string; person: string | null; posts: string[]; roles: { role: string; scope: string }[] }[]>(
    'city/accounts.json',
  );

/** Whoever signs in under an account, with what the pack lets its roles do. */
export const signedIn = (pack: Pack, userName: string): Partial<Identity> & { permissions: readonly string[] } => {
  const account = accounts.find((one) => one.userName === userName);
  if (!account) throw new Error(`no account ${userName}`);
  const [post] = account.posts;
  return {
    permissions: [],
    accountId: userName,
    personId: account.person ?? userName,
    name: userName,
    postIds: account.posts,
    postId: post ?? null,
    unitId: post ? post.slice(0, post.lastIndexOf('.')) : null,
    grants: account.roles.flatMap(({ role, scope }) =>
      (mapping.roles[role] ?? []).flatMap((id) =>
        (pack.roles.find((one) => one.id === id)?.permissions ?? []).map((permission) => ({
          permission,
          unitId: scope,
        })),
      ),
    ),
  };
};

const state = { version: 1, retired: false };
const keyed = <D extends { id: string }>(data: D) => ({ key: data.id, data });

/** Tells the service of the city, as directory would, and waits until it knows. */
export const loadSampleCity = async (service: TestService): Promise<void> => {
  await service.send(
    UnitState,
    units.map(({ id, name, shortName, type, parent, external, area }) =>
      keyed({ ...state, id, name, shortName, type, parentId: parent, path: pathOf(id), external, areaId: area }),
    ),
  );
  const posts = json<{ id: string; unit: string; title: string; kind: string }[]>('city/posts.json');
  await service.send(
    PostState,
    posts.map(({ id, unit, title, kind }) =>
      keyed({
        ...state,
        id,
        unitId: unit,
        title,
        kind: mapping.postKinds[kind] ?? kind,
        holders: people.flatMap((person) =>
          person.holds
            .filter(({ post }) => post === id)
            .map(({ from, to }) => ({ personId: person.id, acting: false, from, to })),
        ),
      }),
    ),
  );
  await service.send(
    PersonState,
    people.map(({ id, name }) => keyed({ ...state, id, name, accountId: null, email: null })),
  );
  const duties = json<
    {
      id: string;
      category: string;
      lead: string;
      cooperating: string[];
      supervising: string;
      basisDoc: string;
      from: string;
      to: string | null;
    }[]
  >('city/duties.json');
  await service.send(
    DutyState,
    duties.map(({ id, category, lead, cooperating, supervising, basisDoc, from, to }) =>
      keyed({
        ...state,
        id,
        category: categoryOf(category),
        subjectKind: null,
        areaId: null,
        leadUnitId: lead,
        cooperatingUnitIds: cooperating,
        supervisingUnitId: supervising,
        basisDoc,
        from,
        to,
      }),
    ),
  );
  const [, ...days] = readFileSync(new URL('data/holidays-2026.csv', SAMPLE), 'utf8').trim().split('\n');
  await service.send(CalendarState, [
    keyed({
      ...state,
      id: '2026',
      year: 2026,
      official: true,
      papers: ['notice'],
      days: days.map((line) => {
        const [date = '', name = '', off] = line.split(',');
        return { date, name, isOffDay: off === '1' };
      }),
    }),
  ]);
  await caughtUp(service, 'ledger', [
    UnitState.topic,
    PostState.topic,
    PersonState.topic,
    DutyState.topic,
    CalendarState.topic,
  ]);
};

interface SampleRecord {
  readonly id: string;
  readonly title: string;
  readonly originalText: string;
  readonly category: string;
  readonly timeCategory: string;
  readonly items: readonly { list: string; itemNo: string; dueAt: string; plannedClosureAt: string }[];
  readonly lead: string;
  readonly supporting: readonly string[];
  readonly territorial: string;
  readonly supervising: string;
  readonly acceptance: string;
  readonly leader: string;
  readonly responsible: string;
  readonly contact: string;
  readonly area: string;
  readonly position: readonly [number, number];
  readonly deadline: string;
}

/** The two lists and the forty records as bodies of the routes that register them. */
export const listsToCreate = (): object[] =>
  json<Record<string, unknown>[]>('city/lists.json').map(({ items: _items, assignedBy, assignedOn: _on, ...list }) => ({
    ...list,
    assignedByUnitId: assignedBy,
  }));
export const problemsToRegister = (): { id: string; body: object }[] => {
  const sources = new Map(
    json<{ id: string; source: string }[]>('city/lists.json').map(({ id, source }) => [id, source]),
  );
  return json<SampleRecord[]>('city/records.json').map((record) => ({
    id: record.id,
    body: {
      problemNo: record.id,
      title: record.title,
      originalText: record.originalText,
      source: sources.get(record.items[0]!.list),
      category: categoryOf(record.category),
      timeCategory: record.timeCategory,
      deadline: record.deadline,
      areaId: record.area,
      position: record.position,
      leadUnitId: record.lead,
      supportingUnitIds: record.supporting,
      territorialUnitId: record.territorial,
      supervisingUnitId: record.supervising,
      acceptanceUnitId: record.acceptance,
      leaderPostId: record.leader,
      responsiblePostId: record.responsible,
      contactPostId: record.contact,
      items: record.items.map(({ list, ...item }) => ({ listId: list, ...item })),
    },
  }));
};

/** What an action fills in; described files become references to stored ones. */
export const fieldsOf = ({ with: given }: ScriptedAction): Record<string, unknown> => {
  const { evidence, category, ...rest } = given as {
    evidence?: { name: string }[];
    category?: string;
  } & Record<string, unknown>;
  return {
    ...rest,
    ...(category === undefined ? {} : { category: categoryOf(category) }),
    ...(evidence === undefined
      ? {}
      : {
          evidence: evidence.map((one) => ({ ...one, sha256: createHash('sha256').update(one.name).digest('hex') })),
        }),
  };
};
