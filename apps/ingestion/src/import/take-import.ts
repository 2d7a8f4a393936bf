import type { EntityManager } from 'typeorm';
import { ImportSending } from '#libs/contracts/ingestion.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { type ReachedRegister, reachedRegister } from '../reach.js';
import type { Progress } from '#libs/scheduling/scheduler.js';
import {
  endImport,
  findImport,
  type ImportRow,
  lockFile,
  lockImport,
  noteColumns,
  noteSent,
  standingImport,
  startChecking,
  startSending,
} from './import.store.js';
import { beginUndo } from './undo-import.js';
import { noteRows } from './refused.store.js';
import { FileFault } from './file-fault.js';
import { readFile } from './read-file.js';
import { sliceOfLine } from './slice-of-line.js';
import { sendSlices } from './send-slices.js';
import type { TakeParts } from './take-parts.js';
import { settleImport } from './settle-import.js';

const begin = async (tx: EntityManager, id: string): Promise<ImportRow | null> => {
  const found = await lockImport(tx, id);
  if (!found) return null;
  if (found.state === 'waiting' || found.state === 'checking') await startChecking(tx, id);
  else if (found.state !== 'sending') return null;
  return lockImport(tx, id);
};

/**
 * Reads the file through and notes every row that is not right. Answers how many slices the others make; null where another
 * attempt has overtaken this one.
 */
const check = async (parts: TakeParts, wish: ImportRow, register: ReachedRegister): Promise<number | null> => {
  const file = await parts.files.get(wish.fileSha256);
  let slices = 0;
  let last = -1;
  let isNoted = false;
  for await (const { left, good, refused } of readFile(file, wish, register, parts.mostLines)) {
    for (const { line } of good) {
      if (sliceOfLine(line) === last) continue;
      last = sliceOfLine(line);
      slices++;
    }
    const of = { read: good.length + refused.length, refused, attempt: wish.attempt };
    const isOurs = await parts.db.transaction(async (tx) => {
      if (!(await noteRows(tx, wish.id, of))) return false;
      if (!isNoted) await noteColumns(tx, wish.id, left);
      return true;
    });
    if (!isOurs) return null;
    isNoted = true;
  }
  return slices;
};

/** What follows from the check: a dry run ends, a broken file is refused unless the rest is wanted, or all is sent. */
const decide = async (
  tx: EntityManager,
  { id, attempt }: ImportRow,
  slices: number,
  at: Date,
): Promise<ImportRow | null> => {
  const wish = await lockImport(tx, id);
  if (wish?.state !== 'checking' || wish.attempt !== attempt) return null;
  const { dryRun, takeRest, rowsRead, rowsRefused } = wish;
  const state = dryRun ? 'checked' : rowsRefused > 0 && !takeRest ? 'refused' : 'sending';
  await audit(tx, {
    at,
    action: 'import.check',
    subject: { kind: 'import', id },
    new: { state, rowsRead, rowsRefused },
  });
  if (state !== 'sending') {
    await endImport(tx, id, { state, at });
    return null;
  }
  await lockFile(tx, wish.fileSha256);
  const sentAs = (await standingImport(tx, wish)) ?? id;
  await startSending(tx, id, { sentAs, slices, at });
  await publish(tx, ImportSending, {
    id: deterministicId(ImportSending.type, id),
    key: id,
    data: { importId: id, sourceId: sentAs, at: at.toISOString() },
    occurredAt: at,
  });
  return findImport(tx, id);
};

/** The file cannot be taken after all. What was sent of it already is put back: no part of a file stays in force. */
const fail = async (parts: TakeParts, { id, attempt }: ImportRow, words: string): Promise<void> => {
  const at = await parts.clock.now();
  await parts.db.transaction(async (tx) => {
    const found = await lockImport(tx, id);
    if (found?.attempt !== attempt || !['checking', 'sending'].includes(found.state)) return;
    const isSent = found.state === 'sending';
    await endImport(tx, id, { state: 'failed', at, failure: words });
    await audit(tx, { at, action: 'import.check', subject: { kind: 'import', id }, new: { state: 'failed', words } });
    if (isSent && found.sentAs === id) await beginUndo(tx, found, words, at);
  });
};

/**
 * Takes an import on to where others take over: reads its file through, decides, and sends the rows that are right, some
 * hundred lines a record. Run again after a crash it reads anew and sends the same slices, which change nothing twice.
 */
export const takeImport = async (parts: TakeParts, id: string, progress: Progress): Promise<void> => {
  const { db, clock } = parts;
  const begun = await db.transaction((tx) => begin(tx, id));
  if (!begun) return;
  const register = await reachedRegister(db.manager, begun.reach);
  try {
    let sending: ImportRow | null = begun;
    if (begun.state !== 'sending') {
      const slices = await check(parts, begun, register);
      if (slices === null) return;
      const at = await clock.now();
      sending = await db.transaction((tx) => decide(tx, begun, slices, at));
    }
    if (!sending) return;
    const sent = await sendSlices(parts, sending, register, async (done) => {
      await progress(Math.min(100, (done * 100) / Math.max(1, sending.slices)));
      return noteSent(db.manager, id, done, false);
    });
    if (sent === null) return;
    await db.transaction(async (tx) => {
      await noteSent(tx, id, sent, true);
      await settleImport(tx, id);
    });
  } catch (why) {
    if (why instanceof FileFault) await fail(parts, begun, why.message);
    else if (why instanceof Refusal) await fail(parts, begun, `${why.code}: ${why.message}`);
    else throw why;
  }
};
