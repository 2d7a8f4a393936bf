import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

/** A signature an act needs, and who gave it. */
export interface Signer {
  readonly postKind: string;
  /** The post meant, where the register has just one of the kind or the matter names one. */
  readonly postId: string | null;
  readonly signedAt: Date | null;
  readonly signedByPostId: string | null;
  readonly signedByPersonId: string | null;
  readonly signedSha256: string | null;
  readonly opinion: string | null;
}

export const addSigners = async (
  tx: EntityManager,
  actId: string,
  signers: readonly Pick<Signer, 'postKind' | 'postId'>[],
): Promise<void> => {
  for (const [position, { postKind, postId }] of signers.entries()) {
    await tx.query('insert into act_signer (act_id, post_kind, position, post_id) values ($1, $2, $3, $4)', [
      actId,
      postKind,
      position,
      postId,
    ]);
  }
};

export const signersOf = (tx: EntityManager, actId: string): Promise<Signer[]> =>
  select<Signer>(
    tx,
    `select s.post_kind, s.post_id, s.signed_at, s.signed_by_post_id, s.signed_by_person_id, s.signed_sha256, s.opinion
       from act_signer s where s.act_id = $1 order by s.position limit 50`,
    [actId],
  );

export const keepSignature = async (
  tx: EntityManager,
  actId: string,
  signature: Signer & { readonly signedAt: Date },
): Promise<void> => {
  await tx.query(
    `update act_signer set signed_at = $3, signed_by_post_id = $4, signed_by_person_id = $5, signed_sha256 = $6,
            opinion = $7
      where act_id = $1 and post_kind = $2`,
    [
      actId,
      signature.postKind,
      signature.signedAt,
      signature.signedByPostId,
      signature.signedByPersonId,
      signature.signedSha256,
      signature.opinion,
    ],
  );
};

/** Takes every signature away: what was signed is no longer what stands there. */
export const voidSignatures = async (tx: EntityManager, actId: string): Promise<void> => {
  await tx.query(
    `update act_signer set signed_at = null, signed_by_post_id = null, signed_by_person_id = null, signed_sha256 = null,
            opinion = null
      where act_id = $1`,
    [actId],
  );
};
