import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { ActQuery } from './act.api.js';
import { ActEntity } from './act.entity.js';
import type { ActScope } from './act-scope.js';

/** States in which the office itself has something to do. */
const OFFICE_STATES = [
  'draft',
  'review',
  'returned',
  'numbering',
  'sealing',
  'issue',
  'attendance',
  'follow-up',
  'lifting',
];

const WHERE = `
  ($1::text[] is null or a.state = any($1)) and ($2::text[] is null or a.kind = any($2))
  and ($3::text is null or a.cause = $3) and ($4::text is null or a.addressee_unit_id = $4)
  and ($5::uuid is null or a.warning_id = $5) and ($6::uuid is null or a.ladder_id = $6)
  and ($7::text is null or a.subject_kind = $7) and ($8::text is null or a.subject_id = $8)
  and ($9::boolean is null or (a.issued_at is not null) = $9)
  and ($10::boolean is null or (a.state not in ('filed', 'withdrawn', 'absorbed')) = $10)
  and ($11::boolean is null or (a.overdue_since is not null and (a.replied_on is null or a.replied_on >= a.overdue_since)
       and a.state not in ('filed', 'withdrawn', 'absorbed')) = $11)
  and (
    (a.issued_at is not null and a.unit_path && $12::text[])
    or a.office_path && $13::text[]
    or a.countersign_unit_id = any($14::text[])
    or exists (select 1 from act_signer s where s.act_id = a.act_id
                and (s.post_id = any($15::text[]) or (s.post_id is null and s.post_kind = any($16::text[]))))
  )
  and (not $17::boolean or
    (a.state = 'signature' and exists (select 1 from act_signer s where s.act_id = a.act_id and s.signed_at is null
       and (s.post_id = any($15) or (s.post_id is null and s.post_kind = any($16)))))
    or (a.state = 'countersign' and a.countersign_unit_id = any($14))
    or (a.state = 'receipt' and (a.addressee_post_ids && $15 or a.addressee_unit_id = any($14))
        and not exists (select 1 from act_receipt r where r.act_id = a.act_id and r.post_id = any($15)))
    or (a.state = 'reply' and a.addressee_unit_id = any($14))
    or (a.state = any($18::text[]) and a.office_path && $19::text[]))`;

export interface ActPageRows {
  readonly acts: readonly ActEntity[];
  readonly total: number;
}

/** Acts of a filter that an identity may see, the latest first. */
export const actPage = async (
  tx: EntityManager,
  query: ActQuery,
  scope: ActScope,
  after: { readonly occurredAt: Date; readonly actId: string } | null,
): Promise<ActPageRows> => {
  const flag = (value: 'true' | 'false' | undefined): boolean | null => (value === undefined ? null : value === 'true');
  const parameters = [
    query.state ?? null,
    query.kind ?? null,
    query.cause ?? null,
    query.unitId ?? null,
    query.warningId ?? null,
    query.ladderId ?? null,
    query.subjectKind ?? null,
    query.subjectId ?? null,
    flag(query.issued),
    flag(query.open),
    flag(query.overdue),
    scope.readRoots,
    scope.officeRoots,
    scope.postUnitIds,
    scope.postIds,
    scope.postKinds,
    query.waitingForMe === 'true',
    OFFICE_STATES,
    scope.clerkRoots,
  ];
  const rows = await select<{ actId: string }>(
    tx,
    `select a.act_id from act a
      where ${WHERE} and ($20::timestamptz is null or (a.occurred_at, a.act_id) < ($20, $21::uuid))
      order by a.occurred_at desc, a.act_id desc limit $22`,
    [...parameters, after?.occurredAt ?? null, after?.actId ?? null, query.limit],
  );
  const counted = await select<{ n: number }>(tx, `select count(*)::int as n from act a where ${WHERE}`, parameters);
  const acts = await tx.findBy(ActEntity, { actId: In(rows.map(({ actId }) => actId)) });
  const byId = new Map(acts.map((act) => [act.actId, act]));
  return { acts: rows.flatMap(({ actId }) => byId.get(actId) ?? []), total: counted[0]?.n ?? 0 };
};
