import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { PaymentPosted } from '#libs/contracts/funding.events.js';
import { entryConflict } from '#libs/domain/funding/entries.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import { lockProject, saveProject } from '../project/project.store.js';
import { entriesOf, type EntryRow, insertEntry } from './entry.store.js';

export interface NewPayment {
  readonly projectId: string;
  readonly noticeId: string;
  readonly amount: string;
  readonly paidOn: string;
  readonly voucher: string;
  readonly payee: string;
  readonly purpose: string;
}

const book = async (tx: EntityManager, entry: EntryRow, action: string, now: Date): Promise<string> => {
  const project = await lockProject(tx, entry.projectId);
  const entries = await entriesOf(tx, entry.projectId);
  if (entries.some((known) => known.kind === entry.kind && known.voucher === entry.voucher)) {
    throw new Refusal('PAYMENT_VOUCHER_USED', `voucher ${entry.voucher} is in the book already`);
  }
  if (!entries.some((known) => known.noticeId === entry.noticeId)) {
    throw new Refusal('PAYMENT_NOTICE_INVALID', `project ${entry.projectId} has no budget notice ${entry.noticeId}`);
  }
  obey(entryConflict(entries, entry));
  await insertEntry(tx, entry);
  await publish(tx, PaymentPosted, {
    id: entry.id,
    key: entry.projectId,
    occurredAt: now,
    data: {
      entryId: entry.id,
      projectId: entry.projectId,
      amount: entry.amount,
      reverses: entry.reverses,
      paidOn: entry.on,
      voucher: entry.voucher,
    },
  });
  await saveProject(tx, project, action, now);
  await audit(tx, {
    at: now,
    action: `payment.${action}`,
    subject: { kind: 'payment', id: entry.id },
    new: { ...entry, recordedAt: undefined },
    ...(entry.reason ? { reason: entry.reason } : {}),
  });
  return entry.id;
};

/** Books a payment under one budget notice of a project; refused beyond the budget that has arrived. */
export const postPayment = (tx: EntityManager, payment: NewPayment, now: Date): Promise<string> =>
  book(
    tx,
    {
      id: uuidv7(),
      projectId: payment.projectId,
      noticeId: payment.noticeId,
      kind: 'payment',
      amount: payment.amount,
      on: payment.paidOn,
      reverses: null,
      voucher: payment.voucher,
      payee: payment.payee,
      purpose: payment.purpose,
      reason: null,
      recordedAt: now,
      recordedBy: currentCause().actor.id,
    },
    'pay',
    now,
  );

/** Takes a payment back whole, by an entry of its own with a reason. */
export const reversePayment = async (
  tx: EntityManager,
  reversal: { projectId: string; entryId: string; paidOn: string; voucher: string; reason: string },
  now: Date,
): Promise<string> => {
  const entries = await entriesOf(tx, reversal.projectId);
  const wrong = entries.find((entry) => entry.id === reversal.entryId && entry.kind === 'payment');
  if (!wrong)
    throw new Refusal('PAYMENT_NOT_FOUND', `project ${reversal.projectId} has no payment ${reversal.entryId}`);
  return book(
    tx,
    {
      id: uuidv7(),
      projectId: reversal.projectId,
      noticeId: wrong.noticeId,
      kind: 'payment',
      amount: wrong.amount.startsWith('-') ? wrong.amount.slice(1) : `-${wrong.amount}`,
      on: reversal.paidOn,
      reverses: wrong.id,
      voucher: reversal.voucher,
      payee: wrong.payee,
      purpose: wrong.purpose,
      reason: reversal.reason,
      recordedAt: now,
      recordedBy: currentCause().actor.id,
    },
    'reverse',
    now,
  );
};
