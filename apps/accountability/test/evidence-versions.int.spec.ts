import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8 } from 'fflate';
import type { EntityManager } from 'typeorm';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { openBundle } from '#libs/files/evidence-bundle.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { inForce } from '#libs/policy/item.js';
import { draftAct } from '../src/act/draft-act.js';
import { findAct } from '../src/act/act.store.js';
import { pinEvidence } from '../src/evidence/pin-evidence.js';
import { latestLadderOf } from '../src/ladder/ladder.store.js';
import { type Finding, raiseWarning } from '../src/warning/raise-warning.js';
import { updateWarning } from '../src/warning/update-warning.js';
import {
  type AccountabilityService,
  monthPeriod,
  number,
  sendCity,
  shanghai,
  startAccountability,
} from './accountability-service.js';

interface Reference {
  readonly service: string;
  readonly kind: string;
  readonly id: string;
  readonly version?: number;
}
interface Link {
  readonly record: Reference & {
    readonly currentVersion?: number;
    readonly versionNote?: string;
    readonly title: string;
    readonly facts: { label: string; value: string }[];
  };
  readonly basis: { references: Reference[] };
}

const A_MAY = '00000000-0000-4000-8000-000000000005';
const A_JUNE = '00000000-0000-4000-8000-000000000006';
const LADDER = 'ranking';
const AREA = { kind: 'area' as const, id: '990101' };
const DEFINITION = 'air.area.month.composite-index';
const MAY = monthPeriod('2026-05');
const own = (kind: string, id: string, version?: number): Reference => ({
  service: 'accountability',
  kind,
  id,
  ...(version === undefined ? {} : { version }),
});

let service: AccountabilityService;
let warningId: string;
let indicatorIds: string[];
let earlier: string;
let ladderId: string;
const inOneGo = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  runWithCause(systemCause('spec'), () => service.db.transaction(work));
const link = async (kind: string, id: string, version?: number): Promise<Link> => {
  const path = `/evidence/accountability/${kind}/${id}${version === undefined ? '' : `?version=${version}`}`;
  const { status, body } = await service.call<Link>({ permissions: ['evidence.read'] }, 'GET', path);
  expect(status).toBe(200);
  return body;
};
const valueOf = ({ record }: Link, label: string): string | undefined =>
  record.facts.find((fact) => fact.label === label)?.value;

const finding: Finding = {
  ruleId: 'ranking-last',
  ruleVersion: 1,
  ruleClass: 'ranking-last',
  causeKey: 'ranking-last area:990101',
  episode: '2026-05',
  severity: 'yellow',
  subject: AREA,
  areaId: AREA.id,
  unitIds: ['area-a'],
  title: '甲区排名末位',
  period: { kind: 'month', label: '2026-05', start: new Date(MAY.start), end: new Date(MAY.end) },
  revision: 1,
  count: 1,
  dataState: 'realtime',
  ladder: LADDER,
  opens: 'none',
  startedAt: new Date(shanghai('2026-06-05')),
  details: {},
  basis: { references: [own('assessment', A_MAY, 1)], query: null },
};

const draft = (key: string, references: Reference[]) =>
  inOneGo(async (tx) => {
    const { pack } = service.running.parts;
    const [kind] = inForce(pack.acts, '2026-04-30').filter(({ isAutomatic }) => !isAutomatic);
    const { actId } = await draftAct(tx, pack, {
      key,
      kind: kind!.id,
      cause: 'unit/area-a',
      addresseeUnitId: 'area-a',
      addresseePostIds: [],
      parameters: {},
      figures: [],
      basis: { references, query: null },
      occurredAt: new Date(shanghai('2026-06-08 10:00')),
    });
    return actId;
  });

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-06-01 13:00'));
  await sendCity(service);
  await service.settle();
  const { pack } = service.running.parts;
  const first = await inOneGo((tx) => raiseWarning(tx, pack, finding, new Date(shanghai('2026-06-05'))));
  const changes = {
    severity: 'red' as const,
    count: 2,
    period: { ...finding.period, label: '2026-06' },
    basis: { references: [own('assessment', A_JUNE, 1)], query: null },
  };
  await inOneGo((tx) => updateWarning(tx, pack, first, changes, new Date(shanghai('2026-07-05'))));
  warningId = first.warningId;
  ladderId = (await latestLadderOf(service.db.manager, warningId))!.ladderId;
  const revisions = [number(DEFINITION, AREA, MAY, '3.10'), number(DEFINITION, AREA, MAY, '4.20', { revision: 2 })];
  await service.send(MonitoringIndicator, revisions);
  await service.settle();
  indicatorIds = revisions.map(({ id }) => id);
  earlier = await draft('earlier', []);
  await service.settle();
  await service.db.query('update act set version = 3 where act_id = $1', [earlier]);
}, 120_000);
afterAll(() => service?.stop());

describe('a record asked for by its version', () => {
  it('of a warning is what the warning said then', async () => {
    const [first, newest] = [await link('warning', warningId, 1), await link('warning', warningId)];
    expect([first, newest].map((one) => ['等级', '时段', '计数'].map((label) => valueOf(one, label)))).toEqual([
      ['yellow', '2026-05', '1'],
      ['red', '2026-06', '2'],
    ]);
    expect(first.record).toMatchObject({ version: 1 });
    expect(first.record).not.toHaveProperty('currentVersion');
    expect(first.basis.references).toEqual([own('assessment', A_MAY, 1)]);
    expect(newest.basis.references).toEqual([own('assessment', A_JUNE, 1)]);
  });

  it('of a ladder is what it was then, and rests on what its warning said then', async () => {
    const [first, newest] = [await link('ladder', ladderId, 1), await link('ladder', ladderId)];
    expect(first.record).toMatchObject({ version: 1 });
    expect(first.record).not.toHaveProperty('currentVersion');
    expect(first.basis.references).toEqual([own('warning', warningId, 1)]);
    expect(newest.record.version).toBeGreaterThan(1);
    expect(newest.basis.references).toEqual([own('warning', warningId, 2)]);
    expect(first.record.facts.length).toBeLessThan(newest.record.facts.length);
  });

  it('of which only the newest is kept names both versions', async () => {
    expect((await link('act', earlier, 1)).record).toMatchObject({ version: 1, currentVersion: 3 });
    expect((await link('act', earlier, 3)).record).not.toHaveProperty('currentVersion');
  });
});

describe('a bundle', () => {
  it('holds what was cited and not what came after, and says where it cannot', async () => {
    const [rev1, rev2] = indicatorIds;
    const references = [
      own('warning', warningId, 1),
      own('ladder', ladderId, 1),
      own('indicator', rev1!, 1),
      own('indicator', rev2!, 2),
      own('act', earlier, 1),
      own('act', earlier),
      own('act', earlier, 3),
    ];
    const actId = await draft('letter', references);
    await service.db.query('update act set issued_at = $2 where act_id = $1', [actId, shanghai('2026-06-08 12:00')]);
    const { db, files, pack } = service.running.parts;
    const parts = { db, files, pack, serviceUrls: {}, internalKey: 'a'.repeat(64), mostRecords: 1_000 };
    await runWithCause(systemCause('spec'), () => pinEvidence(parts, actId, () => Promise.resolve()));
    const sha256 = (await findAct(db.manager, actId))!.bundleSha256!;
    const { entries, problems } = openBundle(await files.read(sha256));
    expect(problems).toEqual([]);
    const textOf = (name: string): string => strFromU8(entries.get(name)!);
    const recordOf = (name: string): Link => JSON.parse(textOf(`records/accountability/${name}.json`)) as Link;

    const warning = recordOf(`warning/${warningId}~v1`);
    expect(['等级', '时段', '计数'].map((label) => valueOf(warning, label))).toEqual(['yellow', '2026-05', '1']);
    expect(warning.record).not.toHaveProperty('currentVersion');
    expect([...entries.keys()].filter((name) => name.includes('/warning/'))).toHaveLength(1);
    const [before, after] = [recordOf(`indicator/${rev1}~v1`), recordOf(`indicator/${rev2}~v2`)];
    expect([before, after].map(({ record }) => record.facts[0]!.value)).toEqual(['3.10', '4.20']);

    const note = '引用第1版，现为第3版，所附为第3版 / cited as version 1, now version 3; enclosed is version 3';
    expect(recordOf(`act/${earlier}~v1`).record).toMatchObject({ version: 1, currentVersion: 3, versionNote: note });
    expect(recordOf(`act/${earlier}~v3`).record).not.toHaveProperty('versionNote');
    expect(textOf('other-versions.txt')).toMatch(
      new RegExp(`^accountability/act/${earlier} .*: ${note.replaceAll('.', '\\.')}\\n$`),
    );
    expect(JSON.parse(textOf('missing.json'))).toEqual([`accountability/assessment/${A_MAY}@v1`]);
  });
});
