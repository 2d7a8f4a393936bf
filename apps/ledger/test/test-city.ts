import { CalendarState, DutyState, PersonState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { Identity } from '#libs/identity/identity.js';
import type { Pack } from '#libs/policy/pack.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { caughtUp, type TestService } from '#libs/testing/test-service.js';

/** A small invented city: unit, its type, its parent. */
const UNITS: readonly (readonly [string, string, string | null])[] = [
  ['city', 'AREA_ROOT', null],
  ['government', 'DISTRICT_GOVERNMENT', 'city'],
  ['committee', 'ECO_COMMITTEE', 'city'],
  ['office', 'ECO_COMMITTEE_OFFICE', 'committee'],
  ['bureau', 'ECO_BUREAU', 'city'],
  ['supervision', 'SUPERVISION_OFFICE', 'city'],
  ['housing', 'LINE_DEPARTMENT', 'city'],
  ['water', 'LINE_DEPARTMENT', 'city'],
  ['north', 'COUNTY_GOVERNMENT', 'city'],
  ['north-town', 'TOWNSHIP', 'north'],
  ['south', 'COUNTY_GOVERNMENT', 'city'],
  ['upper', 'UPPER_SUPERVISING_UNIT', null],
];
/** Post, kind, roles with the unit each reaches. The person of a post is `p.` and its id. */
const POSTS: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  ['office.clerk', 'office-clerk', [['office-clerk', 'city']]],
  ['office.director', 'office-director', [['office-director', 'city']]],
  ['government.leader', 'leader-in-charge', [['leader-in-charge', 'city']]],
  ['government.head', 'head', [['head', 'city']]],
  [
    'bureau.liaison',
    'liaison',
    [
      ['unit-clerk', 'bureau'],
      ['acceptance-officer', 'city'],
    ],
  ],
  [
    'bureau.deputy',
    'deputy',
    [
      ['unit-leader', 'bureau'],
      ['acceptance-officer', 'city'],
    ],
  ],
  ['supervision.inspector', 'inspector', [['supervision-officer', 'city']]],
  [
    'housing.liaison',
    'liaison',
    [
      ['unit-clerk', 'housing'],
      ['acceptance-officer', 'city'],
    ],
  ],
  ['housing.inspector-1', 'acceptance-officer', [['acceptance-officer', 'city']]],
  ['housing.inspector-2', 'acceptance-officer', [['acceptance-officer', 'city']]],
  [
    'water.liaison',
    'liaison',
    [
      ['unit-clerk', 'water'],
      ['acceptance-officer', 'city'],
    ],
  ],
  ['north.liaison', 'liaison', [['unit-clerk', 'north']]],
  ['north.deputy', 'deputy', [['unit-leader', 'north']]],
  ['north.inspector', 'acceptance-officer', [['acceptance-officer', 'city']]],
  ['north-town.liaison', 'liaison', [['unit-clerk', 'north-town']]],
  ['south.liaison', 'liaison', [['unit-clerk', 'south']]],
  ['south.deputy', 'deputy', [['unit-leader', 'south']]],
  ['upper.reviewer', 'upper-liaison', [['upper-body', 'city']]],
];

export const PACK_DIR = 'packs/default-district';
let pack: Pack | null = null;

export const unitOfPost = (post: string): string => post.slice(0, post.indexOf('.'));
const parentOf = new Map(UNITS.map(([id, , parent]) => [id, parent]));
const pathOf = (id: string): string[] => {
  const parent = parentOf.get(id) ?? null;
  return parent === null ? [id] : [...pathOf(parent), id];
};

type Caller = Partial<Identity> & { permissions: readonly string[] };

/** Whoever holds a post, with the permissions the pack gives its roles. */
export const holderOf = (post: string): Caller => {
  const found = POSTS.find(([id]) => id === post);
  if (!found || !pack) throw new Error(`no post ${post}, or the city is not loaded`);
  const roles = pack.roles;
  return {
    permissions: [],
    accountId: post,
    personId: `p.${post}`,
    name: post,
    postIds: [post],
    postId: post,
    unitId: unitOfPost(post),
    grants: found[2].flatMap(([role, unitId]) =>
      (roles.find(({ id }) => id === role)?.permissions ?? []).map((permission) => ({ permission, unitId })),
    ),
  };
};

const SPAN = { from: '2026-01-01', to: null };
const state = { version: 1, retired: false };

/** Tells the service of the city, as directory would, and waits until it knows. */
export const loadCity = async (service: TestService): Promise<void> => {
  pack = await loadPack(PACK_DIR);
  const keyed = <D extends { id: string }>(data: D) => ({ key: data.id, data });
  await service.send(
    UnitState,
    UNITS.map(([id, type, parentId]) =>
      keyed({
        ...state,
        id,
        type,
        parentId,
        name: `${id} unit`,
        shortName: id,
        path: pathOf(id),
        external: id === 'upper',
        areaId: id === 'north' ? 'area-n' : id === 'south' ? 'area-s' : null,
      }),
    ),
  );
  await service.send(
    PostState,
    POSTS.map(([id, kind]) =>
      keyed({
        ...state,
        id,
        kind,
        unitId: unitOfPost(id),
        title: id,
        holders: [{ personId: `p.${id}`, acting: false, ...SPAN }],
      }),
    ),
  );
  await service.send(
    PersonState,
    POSTS.map(([id]) => keyed({ ...state, id: `p.${id}`, name: id, accountId: id, email: null })),
  );
  await service.send(DutyState, [
    keyed({
      ...state,
      id: 'sewage',
      category: 'urban-sewage',
      subjectKind: null,
      areaId: null,
      leadUnitId: 'housing',
      cooperatingUnitIds: ['water'],
      supervisingUnitId: 'bureau',
      basisDoc: 'list',
      ...SPAN,
    }),
    keyed({
      ...state,
      id: 'wastewater',
      category: 'industrial-wastewater',
      subjectKind: 'outlet',
      areaId: null,
      leadUnitId: 'bureau',
      cooperatingUnitIds: [],
      supervisingUnitId: 'supervision',
      basisDoc: 'list',
      ...SPAN,
    }),
    keyed({
      ...state,
      id: 'air',
      category: 'air-quality',
      subjectKind: null,
      areaId: null,
      leadUnitId: 'bureau',
      cooperatingUnitIds: [],
      supervisingUnitId: 'supervision',
      basisDoc: 'list',
      ...SPAN,
    }),
  ]);
  await service.send(CalendarState, [
    keyed({
      ...state,
      id: '2026',
      year: 2026,
      official: true,
      papers: ['notice'],
      days: [
        { date: '2026-05-01', name: 'Labour Day', isOffDay: true },
        { date: '2026-05-04', name: 'Labour Day', isOffDay: true },
        { date: '2026-05-05', name: 'Labour Day', isOffDay: true },
        { date: '2026-05-09', name: 'Labour Day', isOffDay: false },
        { date: '2026-06-19', name: 'Dragon Boat', isOffDay: true },
      ],
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

export const sha = (letter: string): string => letter.repeat(64).slice(0, 64);
