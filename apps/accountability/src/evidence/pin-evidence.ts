import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type BundleEntry, pinBundle } from '#libs/files/evidence-bundle.js';
import type { FileStore } from '#libs/files/file-store.js';
import { inOrder } from '#libs/persistence/in-order.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Progress } from '#libs/scheduling/scheduler.js';
import type { ActEntity } from '../act/act.entity.js';
import { actSteps, figuresOf, findAct, lockAct } from '../act/act.store.js';
import { isByHand } from '../paper/hand-figure.js';
import { noteAct } from '../act/move-act.js';
import { receiptsOf } from '../receipt/receipt.store.js';
import { paperName } from '../paper/render-act.js';
import { signersOf } from '../signature/signer.store.js';
import { EVIDENCE_READERS } from '../evidence-readers.js';
import { type Collected, collectEvidence } from './collect-evidence.js';
import { ownerClient, type OwnerClient } from './owner-client.js';

export interface PinParts {
  readonly db: DataSource;
  readonly files: FileStore;
  readonly pack: Pack;
  readonly serviceUrls: Readonly<Record<string, string>>;
  readonly internalKey: string;
}

const OWN = 'accountability';

/** From the notice down to the packet there are about eight steps. */
const LIMITS = { depth: 10, records: 2_000 } as const;

const asJson = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** A name that cannot leave the archive, still telling which record it is. */
const nameOf = (...parts: readonly string[]): string => {
  const raw = parts.join('/');
  const safe = parts.map((part) => part.replaceAll(/[^\w.~-]/g, '_').slice(0, 120)).join('/');
  return safe === raw ? safe : `${safe}-${createHash('sha256').update(raw).digest('hex').slice(0, 8)}`;
};

/** Own records are read here, all others asked of their owners. */
const withOwn = ({ db, pack }: PinParts, others: OwnerClient): OwnerClient => ({
  packet: (id) => others.packet(id),
  records: async (references) => {
    const foreign = references.filter(({ service }) => service !== OWN);
    const answers = await others.records(foreign);
    return inOrder(references, async (reference) => {
      if (reference.service !== OWN) return answers[foreign.indexOf(reference)] ?? null;
      const reader = Object.hasOwn(EVIDENCE_READERS, reference.kind) ? EVIDENCE_READERS[reference.kind] : undefined;
      return (await reader?.(db.manager, pack, reference.id))?.answer ?? null;
    });
  },
});

const entriesOf = async ({ db }: PinParts, act: ActEntity, collected: Collected): Promise<BundleEntry[]> => {
  const tx = db.manager;
  const whole = {
    act,
    figures: await figuresOf(tx, act.actId),
    signers: await signersOf(tx, act.actId),
    receipts: await receiptsOf(tx, act.actId),
    steps: await actSteps(tx, act.actId),
  };
  return [
    { name: 'act.json', content: asJson(whole) },
    { name: 'missing.json', content: asJson(collected.missing) },
    ...(act.documentSha256 === null ? [] : [{ name: `paper/${paperName(act)}`, sha256: act.documentSha256 }]),
    ...collected.records.map((record) => ({
      name: `${nameOf('records', record.record.service, record.record.kind, record.record.id)}.json`,
      content: asJson(record),
    })),
    ...collected.packets.map(({ id, bytes }) => ({ name: `${nameOf('packets', id)}.bin`, content: bytes })),
  ];
};

/**
 * Pins the evidence of an issued act: its paper, its whole life, every record behind its figures down to the raw packets with
 * their bytes, each with its hash, in one archive that retention never touches. Owners that do not answer make the work
 * wait; what is gone or beyond the limit is named in `missing.json`.
 */
export const pinEvidence = async (parts: PinParts, actId: string, progress: Progress): Promise<void> => {
  const { db, files } = parts;
  const act = await findAct(db.manager, actId);
  if (!act || act.issuedAt === null || act.bundleSha256 !== null) return;
  const figures = await figuresOf(db.manager, actId);
  const start = [
    ...act.basis.references,
    ...figures.map(({ evidenceId }) => ({ service: 'accountability', kind: 'figure', id: evidenceId })),
    ...figures.filter((figure) => !isByHand(figure)).map(({ source }) => source),
  ];
  const others = ownerClient(parts.serviceUrls, parts.internalKey, act.officePath);
  const collected = await collectEvidence(start, withOwn(parts, others), LIMITS, (share) => progress(share * 100));
  const broken = collected.packets.filter(({ isIntact }) => !isIntact).map(({ id }) => `packet ${id}: changed bytes`);
  const bundle = await pinBundle(
    files,
    { subject: { kind: 'act', id: actId }, pinnedAt: act.issuedAt },
    await entriesOf(parts, act, collected),
  );
  await db.transaction(async (tx) => {
    const current = await lockAct(tx, actId);
    if (!current || current.bundleSha256 !== null) return;
    current.bundleSha256 = bundle.file.sha256;
    current.bundlePinnedAt = act.issuedAt;
    current.bundleEntries = bundle.manifest.entries.length;
    current.bundleMissing = [...collected.missing, ...broken];
    await noteAct(tx, current, 'pin-evidence', {
      at: act.issuedAt!,
      given: { sha256: bundle.file.sha256, entries: bundle.manifest.entries.length, missing: collected.missing.length },
    });
  });
};
