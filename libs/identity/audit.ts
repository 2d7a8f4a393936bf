import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { currentCause } from '#libs/observability/cause.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** One change to remember: who, from where and why come from the work's cause. */
export interface AuditEntry {
  /** Business time of the change. */
  readonly at: Date;
  /** `noun.verb` in the past tense or the permission used, e.g. `problem.assigned`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly old?: unknown;
  readonly new?: unknown;
  readonly reason?: string | null;
}

const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value));

/** Writes audit rows in the caller's transaction, in their order, so that they stand or fall with the changes they tell of. */
export const auditEach = async (tx: EntityManager, entries: readonly AuditEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  const cause = currentCause();
  await tx.query(
    `insert into audit (at, actor, address, correlation_id, action, subject_kind, subject_id, old, new, reason)
     select e.at, $1, $2, $3, e.action, e.subject_kind, e.subject_id, e.old, e.new, e.reason
       from unnest($4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[], $10::text[])
              with ordinality as e (at, action, subject_kind, subject_id, old, new, reason, n)
      order by e.n`,
    [
      JSON.stringify(cause.actor),
      cause.address,
      cause.correlationId,
      entries.map(({ at }) => at),
      entries.map(({ action }) => action),
      entries.map(({ subject }) => subject.kind),
      entries.map(({ subject }) => subject.id),
      entries.map((entry) => json(entry.old)),
      entries.map((entry) => json(entry.new)),
      entries.map(({ reason }) => reason ?? null),
    ],
  );
};

/** Writes one audit row, as `auditEach` does. */
export const audit = (tx: EntityManager, entry: AuditEntry): Promise<void> => auditEach(tx, [entry]);

/** An audit row as it is hashed: instants as text with microseconds, so that nothing is lost on the way. */
interface AuditRow {
  readonly seq: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: unknown;
  readonly address: string | null;
  readonly correlationId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly reason: string | null;
}

const ROW_COLUMNS = `
  a.seq::text as seq,
  to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  to_char(a.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
  a.actor, a.address, a.correlation_id, a.action, a.subject_kind, a.subject_id, a.old, a.new, a.reason`;

/** Hash before the first row of a chain. */
const GENESIS = '0'.repeat(64);

const hashOf = (previous: string, chainNo: number, row: AuditRow): string =>
  createHash('sha256')
    .update(previous)
    .update(canonicalJson({ ...row, chainNo }))
    .digest('hex');

/** A point of the chain to keep outside the database: without one, whoever may rewrite the table may rewrite all of it. */
export interface AuditAnchor {
  readonly chainNo: number;
  readonly hash: string;
}

interface ChainRow extends AuditRow {
  readonly chainNo: string;
  readonly prevHash: string | null;
  readonly hash: string | null;
}

const tipOf = async (tx: EntityManager): Promise<AuditAnchor> => {
  const row = await selectOne<{ chainNo: string; hash: string }>(
    tx,
    'select a.chain_no, a.hash from audit a where a.chain_no is not null order by a.chain_no desc limit 1',
  );
  return row ? { chainNo: Number(row.chainNo), hash: row.hash } : { chainNo: 0, hash: GENESIS };
};

/**
 * Chains up to `limit` committed rows that have no hash yet: SHA-256 over the hash before it and the row as canonical JSON.
 * The chain has a number of its own and does not follow `seq`: a transaction may take its `seq` first and commit last.
 * One chainer at a time per service, by an advisory lock of the transaction; a second one finds nothing to do.
 * Answers how many rows it chained and the new end of the chain, which is what an anchor file should hold.
 */
export const chainAudit = async (tx: EntityManager, limit: number): Promise<{ chained: number; tip: AuditAnchor }> => {
  const lock = await selectOne<{ held: boolean }>(
    tx,
    `select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.audit', 0)) as held`,
  );
  let { chainNo, hash } = await tipOf(tx);
  if (!lock?.held) return { chained: 0, tip: { chainNo, hash } };
  const rows = await select<AuditRow>(
    tx,
    `select ${ROW_COLUMNS} from audit a where a.hash is null order by a.seq limit $1`,
    [limit],
  );
  const links = rows.map((row) => {
    chainNo += 1;
    const previous = hash;
    hash = hashOf(previous, chainNo, row);
    return { seq: row.seq, chainNo, previous, hash };
  });
  if (links.length > 0) {
    await tx.query(
      `update audit a set chain_no = l.chain_no, prev_hash = l.prev_hash, hash = l.hash
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as l (seq, chain_no, prev_hash, hash)
       where a.seq = l.seq`,
      [
        links.map((link) => link.seq),
        links.map((link) => link.chainNo),
        links.map((link) => link.previous),
        links.map((link) => link.hash),
      ],
    );
  }
  return { chained: links.length, tip: { chainNo, hash } };
};

export interface AuditVerdict {
  readonly isIntact: boolean;
  /** Rows whose hash was found right before the first fault. */
  readonly verified: number;
  /** Rows still waiting for the chainer; nothing is said about them. */
  readonly unchained: number;
  readonly tip: AuditAnchor;
  /** The first fault, or null. */
  readonly fault: string | null;
}

const PAGE = 2_000;

const faultOf = (row: ChainRow, expected: AuditAnchor): string | null => {
  if (Number(row.chainNo) !== expected.chainNo) return `link ${expected.chainNo} is missing`;
  if (row.prevHash !== expected.hash) return `link ${row.chainNo} does not follow the link before it`;
  const { chainNo, prevHash, hash, ...content } = row;
  return hashOf(prevHash, Number(chainNo), content) === hash
    ? null
    : `the row at link ${chainNo} (seq ${row.seq}) was changed after it was chained`;
};

/**
 * Walks the whole chain and says where it first breaks: a changed, removed or moved row. Removed rows at the very end and a
 * chain rewritten as a whole show only against `anchors` kept elsewhere.
 */
export const verifyAudit = async (tx: EntityManager, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> => {
  const expectedAt = new Map(anchors.map((anchor) => [anchor.chainNo, anchor.hash]));
  const waiting = await selectOne<{ count: string }>(tx, 'select count(*) from audit a where a.hash is null');
  let tip: AuditAnchor = { chainNo: 0, hash: GENESIS };
  const verdict = (fault: string | null): AuditVerdict => ({
    isIntact: fault === null,
    verified: tip.chainNo,
    unchained: Number(waiting?.count ?? 0),
    tip,
    fault,
  });
  for (;;) {
    const rows = await select<ChainRow>(
      tx,
      `select ${ROW_COLUMNS}, a.chain_no::text as chain_no, a.prev_hash, a.hash from audit a
       where a.chain_no > $1 order by a.chain_no limit $2`,
      [tip.chainNo, PAGE],
    );
    for (const row of rows) {
      const fault = faultOf(row, { chainNo: tip.chainNo + 1, hash: tip.hash });
      if (fault !== null) return verdict(fault);
      const anchored = expectedAt.get(tip.chainNo + 1);
      if (anchored !== undefined && anchored !== row.hash) {
        return verdict(`link ${row.chainNo} differs from the anchor kept outside`);
      }
      tip = { chainNo: Number(row.chainNo), hash: row.hash ?? '' };
    }
    if (rows.length < PAGE) break;
  }
  const lost = anchors.find((anchor) => anchor.chainNo > tip.chainNo);
  return verdict(lost ? `the chain ends at ${tip.chainNo}, but an anchor knows link ${lost.chainNo}` : null);
};
