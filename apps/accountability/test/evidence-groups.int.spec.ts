import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { WarningRaised } from '#libs/contracts/accountability.events.js';
import { AreaState } from '#libs/contracts/directory.events.js';
import { MonitoredSubjectState, MonitoringIndicator, SilenceStarted } from '#libs/contracts/monitoring.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { inForce } from '#libs/policy/item.js';
import { draftAct } from '../src/act/draft-act.js';
import { findAct } from '../src/act/act.store.js';
import { makeAssessment } from '../src/assessment/make-assessment.js';
import type { ActFigure } from '../src/paper/figure.js';
import {
  type AccountabilityService,
  AREA_IDS,
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
  readonly record: { title: string; facts: { label: string; value: string; unit?: string }[] };
  readonly basis: { references: Reference[]; query: unknown };
}

let service: AccountabilityService;
const inOneGo = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
  runWithCause(systemCause('spec'), () => service.db.transaction(work));
const reader = { permissions: ['evidence.read'] };
const link = async (kind: string, id: string): Promise<Link> => {
  const { status, body } = await service.call<Link>(reader, 'GET', `/evidence/accountability/${kind}/${id}`);
  expect(status).toBe(200);
  return body;
};
/** What references lead to when all groups among them are opened, in order. */
const opened = async (references: readonly Reference[]): Promise<Reference[]> => {
  const all: Reference[] = [];
  for (const one of references)
    all.push(
      ...(one.kind === 'reference-group' ? await opened((await link(one.kind, one.id)).basis.references) : [one]),
    );
  return all;
};
const indicators = (count: number): Reference[] =>
  Array.from({ length: count }, (_, n) => ({
    service: 'monitoring',
    kind: 'indicator',
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    version: 2,
  }));
const figures = (count: number): ActFigure[] =>
  indicators(count).map((source, n) => ({
    id: `f${n}`,
    label: `number ${n}`,
    definition: 'air.area.day.aqi',
    parameters: {},
    cutoff: '2026-05-01',
    value: String(n),
    unit: '',
    state: 'reviewed',
    source,
    revision: 1,
  }));

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('what rests on more than a hundred records', () => {
  it('a silence of a network names everybody silent', async () => {
    const ids = Array.from({ length: 230 }, (_, n) => `ST${1000 + n}`);
    await service.send(
      SilenceStarted,
      ids.map((id) => ({
        key: `station/${id}`,
        data: {
          subject: { kind: 'station' as const, id },
          network: 'air',
          lastSeenAt: shanghai('2026-05-04 18:00'),
          silentSince: shanghai('2026-05-05 18:00'),
          endedAt: null,
          subjectsInNetwork: 230,
        },
        occurredAt: shanghai('2026-05-05 18:00'),
      })),
    );
    await service.settle();
    const [warning] = await service.warnings('feed-silence');
    const { basis } = await link('warning', warning!.warningId);
    expect(basis.references).toHaveLength(3);
    const silent = await opened(basis.references);
    expect(silent.map(({ id }) => id).sort()).toEqual(ids);
    const published = service.published(WarningRaised).find(({ ruleClass }) => ruleClass === 'feed-silence');
    expect(published!.basis.references.length).toBeLessThanOrEqual(100);
    expect(await service.parked()).toEqual([]);
  });

  it('an act leads to every figure in it and to every record of its basis', async () => {
    const { db, running } = service;
    const { pack } = running.parts;
    const [kind] = inForce(pack.acts, '2026-04-30').filter(({ isAutomatic }) => !isAutomatic);
    const act = await inOneGo((tx) =>
      draftAct(tx, pack, {
        key: 'long',
        kind: kind!.id,
        cause: 'unit/area-a',
        addresseeUnitId: 'area-a',
        addresseePostIds: [],
        parameters: {},
        figures: figures(1_200),
        basis: { references: indicators(250), query: null },
        occurredAt: new Date(shanghai('2026-04-30 14:00')),
      }),
    );
    expect((await findAct(db.manager, act.actId))!.basis.references).toHaveLength(3);
    const { references } = (await link('act', act.actId)).basis;
    expect(references.filter(({ kind: one }) => one === 'figure')).toHaveLength(1_200);
    const rest = references.filter(({ kind: one }) => one !== 'figure');
    expect(await opened(rest)).toEqual(indicators(250));
    const [group] = rest;
    expect((await link('reference-group', group!.id)).record.facts).toContainEqual({
      label: '记录数',
      value: '100',
      unit: '项',
    });
  });

  it('a weekly sheet leads to the number of every row on it', async () => {
    const { db } = service;
    const id = '00000000-0000-4000-9000-000000000001';
    await db.query(
      `insert into dispatch (dispatch_id, policy_id, policy_version, cutoff, state, late, wait_until, meeting_at, reply_due_on,
              issue_no, sheet_of)
       values ($1, 'weekly', 1, $2, 'drawn', false, $2, $2, '2026-05-10', 1, 1)`,
      [id, shanghai('2026-05-07 17:00')],
    );
    await db.query(
      `insert into dispatch_row (row_id, dispatch_id, record_kind, record_id, change, position, unit_id, unit_path, level,
              measured, times_running, quiet_running, is_completed, is_closed, indicator_id, revision, content)
       select gen_random_uuid(), $1, 'problem', 'P' || n, 'enter', n, 'area-a', '{city,area-a}', 'yellow', 'yellow', 1, 0,
              false, false, gen_random_uuid(), 1, '{}'
         from generate_series(1, 230) n`,
      [id],
    );
    const { basis } = await link('dispatch', id);
    expect(basis.query).toBeNull();
    expect(basis.references).toHaveLength(230);
  });

  it('a ranking of more areas than that names the number of each', async () => {
    const { db, running } = service;
    const { pack } = running.parts;
    const scheme = inForce(pack.assessments, '2026-05-31')[0]!;
    // As many areas again as the city has, each with a station: copies of the first of either.
    const ids = Array.from({ length: 130 }, (_, n) => `9902${String(n).padStart(3, '0')}`);
    for (const [topic, like, more] of [
      [AreaState.topic, `r.id = '${AREA_IDS[0]}'`, {}],
      [MonitoredSubjectState.topic, `r.state ->> 'kind' = 'station'`, { areaId: true }],
    ] as const)
      await db.query(
        `insert into reference_state (topic, id, version, retired, state)
         select r.topic, n.id, 1, false, r.state || jsonb_build_object('id', n.id) || case when $3 then jsonb_build_object('areaId', n.id) else '{}' end
           from unnest($2::text[]) as n (id),
                (select * from reference_state r where r.topic = $1 and ${like} order by r.id limit 1) r`,
        [topic, ids, 'areaId' in more],
      );
    await service.send(
      MonitoringIndicator,
      ids.map((id, n) => number(scheme.indicator, { kind: 'area', id }, monthPeriod('2026-05'), `3.${100 + n}`)),
    );
    await service.settle();
    const at = new Date(shanghai('2026-06-05'));
    const assessment = await inOneGo((tx) => makeAssessment(tx, pack, scheme, '2026-05', [], at, at));
    const { basis } = await link('assessment', assessment.assessmentId);
    expect(basis.references.map(({ kind }) => kind)).toEqual(['reference-group', 'reference-group']);
    expect(await opened(basis.references)).toHaveLength(130);
  });

  it.each(['f'.repeat(64), 'nothing'])('nobody has a group %s', async (id) => {
    expect(await service.call(reader, 'GET', `/evidence/accountability/reference-group/${id}`)).toMatchObject({
      status: 404,
    });
  });
});
