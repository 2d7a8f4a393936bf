import type { AddressInfo } from 'node:net';
import { PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { FundingSealed } from '#libs/contracts/funding.events.js';
import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { LedgerIndicator, LedgerSealed } from '#libs/contracts/ledger.events.js';
import { MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { INTERNAL_KEY } from '#libs/testing/test-service.js';
import { type AccountabilityService, number, shanghai } from './accountability-service.js';

/** The people of the season who act on papers: post, role of the pack, unit their role reaches. */
const PEOPLE = {
  clerk: ['eco-office.clerk', 'office-clerk', 'city'],
  director: ['eco-office.director', 'office-director', 'city'],
  deputyDirector: ['eco-committee.deputy-director', 'committee-deputy-director', 'city'],
  leader: ['city-government.leader-in-charge', 'leader-in-charge', 'city'],
  head: ['city-government.head', 'head', 'city'],
  secretary: ['city-committee.secretary', 'secretary', 'city'],
  liaisonB: ['area-b.liaison', 'unit-clerk', 'area-b'],
  liaisonD: ['area-d.liaison', 'unit-clerk', 'area-d'],
  liaisonE: ['area-e.liaison', 'unit-clerk', 'area-e'],
  liaisonF: ['area-f.liaison', 'unit-clerk', 'area-f'],
  housing: ['housing.principal', 'unit-leader', 'housing'],
} as const;
export type Person = keyof typeof PEOPLE;

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

export interface ActRow {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly state: string;
  readonly number: string | null;
  readonly title: string;
  readonly issuedOn: string | null;
  readonly receivedOn: string | null;
  readonly replyDueOn: string | null;
  readonly repliedOn: string | null;
  readonly overdueSince: string | null;
  readonly heldOn: string | null;
  readonly addresseePosts: readonly { id: string; name: string }[];
}

/** Acts through the public door, as one of the season's people. */
export const actDoor = (service: AccountabilityService) => {
  const call = <T = Record<string, unknown>>(
    person: Person,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> => {
    const [post, role, unitId] = PEOPLE[person];
    const { pack } = service.running.parts;
    return service.call<T>(
      {
        accountId: post,
        personId: `p.${post}`,
        name: post,
        postIds: [post],
        unitId,
        postId: post,
        permissions: pack.roles.find(({ id }) => id === role)!.permissions,
      },
      method,
      path,
      body,
    );
  };
  const list = async (query: string, person: Person = 'clerk'): Promise<ActRow[]> =>
    (await call<{ items: ActRow[] }>(person, 'GET', `/acts?limit=200&${query}`)).body.items;
  const find = async (cause: string, kind: string): Promise<ActRow> => {
    const [act] = await list(`cause=${encodeURIComponent(cause)}&kind=${kind}`);
    if (!act) throw new Error(`no act ${cause}/${kind}`);
    return act;
  };
  const take = (person: Person, actId: string, action: string, body: unknown = {}): Promise<Answer> =>
    call(person, 'POST', `/acts/${actId}/${action}`, body);
  /** Bytes of a file route. */
  const file = async (
    person: Person,
    path: string,
  ): Promise<{ status: number; type: string; name: string; bytes: Buffer }> => {
    const [post, role, unitId] = PEOPLE[person];
    const token = await signIdentity(INTERNAL_KEY, {
      accountId: post,
      personId: `p.${post}`,
      name: post,
      postIds: [post],
      grants: service.running.parts.pack.roles
        .find(({ id }) => id === role)!
        .permissions.map((permission) => ({ permission, unitId })),
      unitId,
      postId: post,
    });
    const { port } = service.running.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { [IDENTITY_HEADER]: token } });
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      name: decodeURIComponent(
        /filename\*=UTF-8''(.+)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '',
      ),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  };
  /** Does what must succeed. */
  const must = async (
    person: Person,
    cause: string,
    kind: string,
    action: string,
    body: unknown = {},
  ): Promise<ActRow> => {
    const act = await find(cause, kind);
    const answer = await take(person, act.id, action, body);
    if (answer.status >= 300)
      throw new Error(`${person} ${action} ${cause}/${kind}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return find(cause, kind);
  };
  return { call, list, find, take, file, must };
};

const post = (id: string, unitId: string, title: string, kind: string): DataOf<typeof PostState> => ({
  id,
  version: 2,
  retired: false,
  unitId,
  title,
  kind,
  holders: [],
});

/** Who checks on site. */
const INSPECTORS = [
  ['housing.inspector-1', '督查科科长'],
  ['housing.inspector-2', '督查科科员'],
] as const;

/** Units and posts of the season beside those of `sendCity`. */
export const sendOfficials = async (service: AccountabilityService): Promise<void> => {
  const unit = (id: string, name: string, type: string, shortName = name) => ({
    id,
    version: 2,
    retired: false,
    name,
    shortName,
    type,
    parentId: 'city',
    path: ['city', id],
    external: false,
    areaId: '990100',
  });
  await service.keep(UnitState, [
    unit('city-committee', '示例市委', 'DISTRICT_PARTY_COMMITTEE', '市委'),
    unit('city-government', '示例市人民政府', 'DISTRICT_GOVERNMENT', '市政府'),
    unit('housing', '示例市住房和城乡建设局', 'LINE_DEPARTMENT', '市住房和城乡建设局'),
    unit('eco-bureau', '示例市生态环境局', 'ECO_BUREAU', '市生态环境局'),
    { ...unit('area-d', '示例市丁区人民政府', 'COUNTY_GOVERNMENT', '丁区'), areaId: '990104' },
    { ...unit('area-f', '示例市己区人民政府', 'COUNTY_GOVERNMENT', '己区'), areaId: '990106' },
  ]);
  await service.keep(PostState, [
    post('city-committee.secretary', 'city-committee', '市委书记', 'secretary'),
    post('city-government.head', 'city-government', '市长', 'head'),
    post('city-government.leader-in-charge', 'city-government', '分管副市长', 'leader-in-charge'),
    post('eco-committee.deputy-director', 'eco-committee', '市生环委副主任', 'committee-deputy-director'),
    post('eco-office.director', 'eco-office', '市生环委办主任', 'office-director'),
    post('housing.principal', 'housing', '局长', 'principal'),
    post('housing.liaison', 'housing', '办公室主任', 'liaison'),
    ...INSPECTORS.map(([id, title]) => ({
      ...post(id, 'housing', title, 'acceptance-officer'),
      holders: [{ personId: `p.${id}`, acting: false, from: '2026-01-01', to: null }],
    })),
    ...['d', 'f'].flatMap((letter) => [
      post(`area-${letter}.party-head`, `area-${letter}`, '区委书记', 'party-principal'),
      post(`area-${letter}.government-head`, `area-${letter}`, '区长', 'principal'),
      post(`area-${letter}.deputy`, `area-${letter}`, '副区长', 'deputy'),
      post(`area-${letter}.liaison`, `area-${letter}`, '生环委办副主任', 'liaison'),
    ]),
  ]);
  await service.settle();
};

/** The item of the season's ladder: an inspection item of area D, its first milestone due on 05-06. */
export const T07 = '018f0000-0000-7000-8000-000000000007';

/** How an item stands at a cut-off, by the weeks of the season. */
export const itemAt = (more: Partial<ItemLagDetails> = {}): ItemLagDetails => ({
  problemNo: 'T-07',
  title: '污水主干管错接导致雨天溢流入河',
  items: [
    {
      listId: 'inspection-feedback-2026',
      listName: '督察反馈',
      itemNo: '督察反馈-07',
      dueAt: '2026-06-30',
      plannedClosureAt: '2026-07-15',
      completedAt: null,
      closedAt: null,
    },
  ],
  areaId: '990104001',
  leadUnitId: 'area-d',
  supportingUnitIds: [],
  territorialUnitId: null,
  supervisingUnitId: 'housing',
  leaderPostId: 'city-government.leader-in-charge',
  responsiblePostId: 'area-d.deputy',
  deadline: '2026-06-30',
  plannedClosureAt: '2026-07-15',
  plannedPct: '10.0',
  actualPct: '0.0',
  reportedPct: '0.0',
  confirmedPct: '0.0',
  lagPoints: '10.0',
  measured: 'yellow',
  overdueMilestones: [{ title: '完成溢流口临时截流措施', date: '2026-05-06', days: 1 }],
  deadlineOverdueDays: 0,
  nextMilestone: { title: '完成错接点排查并形成清单', date: '2026-05-29' },
  completedOn: null,
  closedOn: null,
  isClosed: false,
  upperWaitingDays: 0,
  reports: [],
  ...more,
});

/** Numbers of a Thursday 17:00 and the seals behind them, as the owners publish them; the clock stands there afterwards. */
export const sendCutoff = async (
  service: AccountabilityService,
  day: string,
  items: readonly { readonly id: string; readonly details: ItemLagDetails }[],
): Promise<void> => {
  const cutoff = shanghai(`${day} 17:00`);
  const start = new Date(new Date(cutoff).getTime() - 7 * 86_400_000).toISOString();
  await service.setClock(cutoff);
  await service.send(
    LedgerIndicator,
    items.map(({ id, details }) => ({
      ...number(
        'ledger.item.lag',
        { kind: 'problem', id },
        { kind: 'cutoff', label: `${day} 17:00`, start, end: cutoff },
        String(details.overdueMilestones[0]?.days ?? 0),
        { unit: '天', dataState: 'reviewed', edition: '', details: details as unknown as Record<string, unknown> },
      ),
    })),
  );
  for (const [contract, name] of [
    [LedgerSealed, 'ledger'],
    [FundingSealed, 'funding'],
    [MonitoringSealed, 'monitoring'],
  ] as const) {
    const data = { service: name, seal: 'weekly', cutoff };
    await service.send(contract, [{ key: name, data, occurredAt: cutoff, id: deterministicId('seal', name, cutoff) }]);
  }
  await service.settle();
};
