import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';

/** How an act reached one of the posts it is addressed to. */
export interface Receipt {
  readonly postId: string;
  readonly outcome: 'received' | 'by-deputy' | 'refused';
  readonly signerPostId: string | null;
  readonly signerPersonId: string | null;
  readonly witnessPostId: string | null;
  readonly receivedAt: Date;
  readonly receivedOn: CivilDate;
  readonly note: string | null;
}

export const addReceipt = async (tx: EntityManager, actId: string, receipt: Receipt): Promise<void> => {
  await tx.query(
    `insert into act_receipt (act_id, post_id, outcome, signer_post_id, signer_person_id, witness_post_id, received_at,
       received_on, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      actId,
      receipt.postId,
      receipt.outcome,
      receipt.signerPostId,
      receipt.signerPersonId,
      receipt.witnessPostId,
      receipt.receivedAt,
      receipt.receivedOn,
      receipt.note,
    ],
  );
};

export const receiptsOf = (tx: EntityManager, actId: string): Promise<Receipt[]> =>
  select<Receipt>(
    tx,
    `select r.post_id, r.outcome, r.signer_post_id, r.signer_person_id, r.witness_post_id, r.received_at,
            r.received_on::text as received_on, r.note
       from act_receipt r where r.act_id = $1 order by r.received_at, r.post_id limit 200`,
    [actId],
  );
