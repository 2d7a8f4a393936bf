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
import { SERVICE } from '../service-name.js';
import { signersOf } from '../signature/signer.store.js';
import { readEvidence } from '../evidence-readers.js';
import { asJson, entriesOfRecords } from './bundle-entries.js';
import { collectEvidence, recordsMissing } from './collect-evidence.js';
import { ownerClient, type OwnerClient } from './owner-client.js';
import { sealedOriginals } from './sealed-originals.js';

export interface PinParts {
  readonly db: DataSource;
  readonly files: FileStore;
  readonly pack: Pack;
  readonly serviceUrls: Readonly<Record<string, string>>;
  readonly internalKey: string;
  /** Records of one act at the most. */
  readonly mostRecords: number;
}

/**
 * From the notice down to the packet there are about eight steps, and up to three more wherever what one rests on is told by
 * groups; a paper about another paper adds those of that one.
 */
const MOST_STEPS = 24;
/** Own records are read here, all others asked of their owners. */
const withOwn = ({ db, pack }: PinParts, others: OwnerClient): OwnerClient => ({
  packets: (ids) => others.packets(ids),
  records: async (references) => {
    const foreign = references.filter(({ service }) => service !== SERVICE);
    const answers = await others.records(foreign);
    return inOrder(references, async (reference) => {
      if (reference.service !== SERVICE) return answers[foreign.indexOf(reference)] ?? null;
      return (await readEvidence(db.manager, pack, reference))?.answer ?? null;
    });
  },
});

/** What an act is, and its paper. */
const entriesOfAct = async ({ db }: PinParts, act: ActEntity): Promise<BundleEntry[]> => {
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
    ...(act.documentSha256 === null ? [] : [{ name: `paper/${paperName(act)}`, sha256: act.documentSha256 }]),
  ];
};

/**
 * Pins the evidence of an issued act: its paper, its whole life, every record behind its figures down to the raw packets, in
 * one archive that retention never touches and that can be handed to people outside. Packets lie in it with the passwords of
 * devices hidden; as they came they are sealed beside it and never handed out. Owners that do not answer make the work wait;
 * what is gone or beyond the limit is named in `missing.json`, and records there only in a newer version than the one named
 * in `other-versions.txt`.
 */
export const pinEvidence = async (parts: PinParts, actId: string, progress: Progress): Promise<void> => {
  const { db, files, internalKey } = parts;
  const act = await findAct(db.manager, actId);
  if (!act || act.issuedAt === null || act.bundleSha256 !== null) return;
  const figures = await figuresOf(db.manager, actId);
  const start = [
    ...act.basis.references,
    ...figures.map(({ evidenceId }) => ({ service: SERVICE, kind: 'figure', id: evidenceId })),
    ...figures.filter((figure) => !isByHand(figure)).map(({ source }) => source),
  ];
  const client = withOwn(parts, ownerClient(parts.serviceUrls, internalKey, act.officePath));
  const missing: string[] = [];
  const broken: string[] = [];
  const replaced: string[] = [];
  const originals = sealedOriginals(internalKey);
  const entries = async function* (): AsyncGenerator<BundleEntry> {
    yield* await entriesOfAct(parts, act);
    const limits = { depth: MOST_STEPS, records: parts.mostRecords };
    const found = collectEvidence(start, client, limits, missing, (share) => progress(share * 100));
    yield* entriesOfRecords(found, internalKey, originals, broken, replaced);
    yield { name: 'missing.json', content: asJson(missing.sort()) };
    yield { name: 'other-versions.txt', content: Buffer.from(replaced.map((line) => `${line}\n`).join('')) };
  };
  const pinnedAt = act.issuedAt;
  const bundle = await pinBundle(files, { subject: { kind: 'act', id: actId }, pinnedAt }, entries());
  const sealed = originals.isEmpty()
    ? null
    : await pinBundle(files, { subject: { kind: 'act-originals', id: actId }, pinnedAt }, originals.entries());
  await db.transaction(async (tx) => {
    const current = await lockAct(tx, actId);
    if (!current || current.bundleSha256 !== null) return;
    current.bundleSha256 = bundle.file.sha256;
    current.originalsSha256 = sealed?.file.sha256 ?? null;
    current.bundlePinnedAt = act.issuedAt;
    current.bundleEntries = bundle.manifest.entries.length;
    current.bundleMissing = [...missing, ...broken];
    await noteAct(tx, current, 'pin-evidence', {
      at: act.issuedAt!,
      given: { sha256: bundle.file.sha256, entries: bundle.manifest.entries.length, missing: recordsMissing(missing) },
    });
  });
};
