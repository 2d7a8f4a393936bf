import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';

/** What was said in answer to an act, or recorded about it: a reply, a plan, minutes, the meeting, a check. */
export interface ActReply {
  readonly replyId: string;
  readonly kind: 'reply' | 'plan' | 'minutes' | 'meeting' | 'verification';
  readonly onDate: CivilDate;
  readonly at: Date;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly sha256: string; readonly name: string }[];
  readonly personId: string | null;
  readonly postId: string | null;
}

export const addReply = async (tx: EntityManager, actId: string, reply: Omit<ActReply, 'replyId'>): Promise<string> => {
  const replyId = uuidv7();
  await tx.query(
    `insert into act_reply (reply_id, act_id, kind, on_date, at, text, content, files, person_id, post_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      replyId,
      actId,
      reply.kind,
      reply.onDate,
      reply.at,
      reply.text,
      JSON.stringify(reply.content),
      JSON.stringify(reply.files),
      reply.personId,
      reply.postId,
    ],
  );
  return replyId;
};

/** In their order, the latest last. */
export const repliesOf = (tx: EntityManager, actId: string): Promise<ActReply[]> =>
  select<ActReply>(
    tx,
    `select r.reply_id, r.kind, r.on_date::text as on_date, r.at, r.text, r.content, r.files, r.person_id, r.post_id
       from act_reply r where r.act_id = $1 order by r.at, r.reply_id limit 200`,
    [actId],
  );
