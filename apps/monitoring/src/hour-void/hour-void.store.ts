import type { EntityManager } from 'typeorm';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { STANDING_VOIDS, type VoidAction, type VoidSpan, type VoidState } from '#libs/domain/telemetry/value-void.js';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ReviewStep } from '../review-step/review-step.js';

export interface HourVoid extends VoidSpan {
  readonly id: string;
  readonly stationId: string;
  readonly state: VoidState;
  readonly version: number;
  readonly askedBy: string;
  readonly proposedAt: Date;
  readonly steps: readonly ReviewStep<'propose' | VoidAction>[];
}

const COLUMNS =
  'v.id, v.station_id, v.from_label, v.until_label, v.pollutants, v.state, v.version, v.asked_by, v.proposed_at, v.steps';

export const findVoid = (tx: EntityManager, id: string): Promise<HourVoid | null> =>
  selectOne<HourVoid>(tx, `select ${COLUMNS} from hour_void v where v.id = $1`, [id]);

/** Writes a void, new or after a step. */
export const saveVoid = async (tx: EntityManager, one: HourVoid): Promise<void> => {
  await tx.query(
    `insert into hour_void (id, station_id, from_label, until_label, pollutants, state, version, asked_by, proposed_at, steps)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint hour_void_pkey do update
       set state = excluded.state, version = excluded.version, asked_by = excluded.asked_by, steps = excluded.steps`,
    [
      one.id,
      one.stationId,
      one.fromLabel,
      one.untilLabel,
      one.pollutants,
      one.state,
      one.version,
      one.askedBy,
      one.proposedAt,
      JSON.stringify(one.steps),
    ],
  );
};

/** Voids that stand over hours of stations, by station. */
export const standingVoids = async (
  tx: EntityManager,
  hours: readonly { readonly stationId: string; readonly label: Date }[],
): Promise<ReadonlyMap<string, VoidSpan[]>> => {
  const found = new Map<string, VoidSpan[]>();
  if (hours.length === 0) return found;
  const earliest = new Date(hours.reduce((least, { label }) => Math.min(least, label.getTime()), Infinity));
  const rows = await select<VoidSpan & { stationId: string; pollutants: Pollutant[] }>(
    tx,
    `select v.station_id, v.from_label, v.until_label, v.pollutants from hour_void v
      where v.state = any($1) and v.station_id = any($2) and v.until_label >= $3`,
    [STANDING_VOIDS, [...new Set(hours.map(({ stationId }) => stationId))], earliest],
  );
  for (const { stationId, ...span } of rows)
    (found.get(stationId) ?? found.set(stationId, []).get(stationId)!).push(span);
  return found;
};

/** Voids, the newest proposal first, a page at a time; those of a station that touch a span of labels where asked for. */
export const voidPage = (
  tx: EntityManager,
  page: {
    states: readonly VoidState[];
    stationId: string | null;
    label: Date | null;
    before: { at: Date; id: string } | null;
    limit: number;
  },
): Promise<HourVoid[]> =>
  select<HourVoid>(
    tx,
    `select ${COLUMNS} from hour_void v
      where v.state = any($1) and ($2::text is null or v.station_id = $2)
        and ($3::timestamptz is null or $3 between v.from_label and v.until_label)
        and ($4::timestamptz is null or (v.proposed_at, v.id) < ($4::timestamptz, $5::uuid))
      order by v.proposed_at desc, v.id desc limit $6`,
    [page.states, page.stationId, page.label, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
