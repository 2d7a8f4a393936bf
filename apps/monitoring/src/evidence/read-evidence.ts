import type { EntityManager } from 'typeorm';
import { asCited } from '#libs/evidence/cited-version.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { select } from '#libs/persistence/select.js';
import { KIND_NAMES } from '../reading/reading.store.js';
import type { CameIn, EvidenceOfRecord } from './evidence-record.js';
import { EVIDENCE_READERS } from './evidence.view.js';
import { packetRecord, readingRecord } from './record-id.js';

/**
 * What packets said that was new, by place in the list; one question for all, since each costs a plan. `offset 0` keeps the
 * lookup of one packet's time together: taken apart, the view would work out every reading there is.
 */
const readingsOf = async (
  tx: EntityManager,
  packets: readonly CameIn[],
): Promise<ReadonlyMap<number, RecordReference[]>> => {
  const rows = await select<{
    n: number;
    door: string;
    code: string;
    kind: number;
    at: Date;
    factor: string;
    revision: number;
  }>(
    tx,
    `select w.n::int as n, s.door, s.code, r.kind, r.at, r.factor, r.revision
       from unnest($1::bigint[], $2::timestamptz[]) with ordinality as w (packet_id, at, n)
       join raw_packet p on p.id = w.packet_id
       join source s on s.no = p.source_no
       cross join lateral (select * from reading o where o.source_no = p.source_no and o.at = w.at offset 0) r
      where r.packet_id = p.id
      order by w.n, r.factor limit 20000`,
    [packets.map(({ packetId }) => packetId), packets.map(({ at }) => at)],
  );
  const found = new Map<number, RecordReference[]>();
  for (const { n, kind, revision, ...reading } of rows) {
    if ((packets[n - 1]?.factor ?? reading.factor) !== reading.factor) continue;
    const record = readingRecord({ ...reading, kind: KIND_NAMES[kind] ?? 'hour' }, revision);
    (found.get(n - 1) ?? found.set(n - 1, []).get(n - 1)!).push(record);
  }
  return found;
};

/** Records with what they rest on, in the order asked for; null for what is not there, or not of this service. */
export const readEvidence = async (
  tx: EntityManager,
  wanted: readonly { readonly kind: string; readonly id: string; readonly version?: number | undefined }[],
): Promise<(EvidenceOfRecord | null)[]> => {
  const found = await inOrder(wanted, async ({ kind, id, version }) => {
    const reader = Object.hasOwn(EVIDENCE_READERS, kind) ? EVIDENCE_READERS[kind] : undefined;
    const cited = await reader?.(tx, id, version ?? null);
    // A version that is not kept is answered with what is there; `asCited` names both.
    const record = cited ?? (version === undefined ? null : await reader?.(tx, id, null));
    return record ? { ...record, record: asCited(record.record, version) } : null;
  });
  const packets = found.flatMap((one) => one?.cameIn ?? []);
  const readings = packets.length > 0 ? await readingsOf(tx, packets) : new Map<number, RecordReference[]>();
  let n = 0;
  return found.map((one) => {
    if (!one?.cameIn) return one;
    const { cameIn, ...evidence } = one;
    const own = [...(readings.get(n++) ?? []), packetRecord(cameIn.packetId)];
    return { ...evidence, references: [...evidence.references, ...own] };
  });
};
