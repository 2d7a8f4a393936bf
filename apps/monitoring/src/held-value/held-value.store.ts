import type { EntityManager } from 'typeorm';
import type { HeldAction, HeldStanding, HeldState } from '#libs/domain/telemetry/held-decision.js';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ReviewStep } from '../review-step/review-step.js';

/** Why values are held; the words are those of suspect hours of the air. */
export const HELD_CAUSES = ['repeats', 'contradicts-neighbours'] as const;
export type HeldCause = (typeof HELD_CAUSES)[number];

export interface HeldEpisode extends HeldStanding {
  readonly id: string;
  readonly sectionId: string;
  readonly item: string;
  readonly cause: HeldCause;
  readonly value: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly at: readonly Date[];
  readonly median: string;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Counts up with every step and with every value that joins or leaves. */
  readonly version: number;
  readonly steps: readonly ReviewStep<HeldAction | 'annotate'>[];
}

/** Values held at a section with an instant in a span, of any state. */
export const heldEpisodes = (
  tx: EntityManager,
  of: { sectionId: string; item: string | null; from: Date; to: Date },
): Promise<HeldEpisode[]> =>
  select<HeldEpisode>(
    tx,
    `select h.* from held_value h
      where h.section_id = $1 and ($2::text is null or h.item = $2) and h.first_at <= $4 and h.last_at >= $3
      order by h.first_at, h.item`,
    [of.sectionId, of.item, of.from, of.to],
  );

/** The section whose values these are, with its network. */
export const sectionOfHeld = (tx: EntityManager, id: string): Promise<{ id: string; network: string } | null> =>
  selectOne(tx, 'select s.id, s.network from held_value h join subject s on s.id = h.section_id where h.id = $1', [id]);

export const findHeld = (tx: EntityManager, id: string): Promise<HeldEpisode | null> =>
  selectOne<HeldEpisode>(tx, 'select h.* from held_value h where h.id = $1', [id]);

export const findHeldForUpdate = (tx: EntityManager, id: string): Promise<HeldEpisode | null> =>
  selectOne<HeldEpisode>(tx, 'select h.* from held_value h where h.id = $1 for update', [id]);

/** Held values for people to look at, the newest first, a page at a time. */
export const heldPage = (
  tx: EntityManager,
  page: {
    state: HeldState | null;
    /** Only those with a proposal that waits for a second person. */
    isAsked: boolean;
    sectionId: string | null;
    before: { at: Date; id: string } | null;
    limit: number;
  },
): Promise<HeldEpisode[]> =>
  select<HeldEpisode>(
    tx,
    `select h.* from held_value h
      where ($1::text is null or h.state = $1) and ($2::text is null or h.section_id = $2)
        and ($3::timestamptz is null or (h.first_at, h.id) < ($3::timestamptz, $4::uuid))
        and (h.asked is not null or not $6)
      order by h.first_at desc, h.id desc limit $5`,
    [page.state, page.sectionId, page.before?.at ?? null, page.before?.id ?? null, page.limit, page.isAsked],
  );

export const saveHeld = async (tx: EntityManager, held: HeldEpisode): Promise<void> => {
  await tx.query(
    `insert into held_value (id, section_id, item, value, first_at, last_at, at, median, state, reason, decided_by, decided_at,
                             version, asked, asked_by, steps, cause)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict on constraint held_value_pkey do update
       set value = excluded.value, last_at = excluded.last_at, at = excluded.at, median = excluded.median, state = excluded.state,
           reason = excluded.reason, decided_by = excluded.decided_by, decided_at = excluded.decided_at,
           version = excluded.version, asked = excluded.asked, asked_by = excluded.asked_by, steps = excluded.steps`,
    [
      held.id,
      held.sectionId,
      held.item,
      held.value,
      held.firstAt,
      held.lastAt,
      held.at,
      held.median,
      held.state,
      held.reason,
      held.decidedBy,
      held.decidedAt,
      held.version,
      held.asked,
      held.askedBy,
      JSON.stringify(held.steps),
      held.cause,
    ],
  );
};
