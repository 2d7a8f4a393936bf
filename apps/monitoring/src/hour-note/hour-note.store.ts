import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

/** What somebody wrote beside hours of a station. Notes change no value and are not taken away. */
export interface HourNote {
  readonly id: string;
  readonly stationId: string;
  readonly fromLabel: Date;
  readonly untilLabel: Date;
  readonly note: string;
  readonly notedBy: string;
  readonly notedAt: Date;
}

export const insertNote = async (tx: EntityManager, one: HourNote): Promise<void> => {
  await tx.query(
    `insert into hour_note (id, station_id, from_label, until_label, note, noted_by, noted_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [one.id, one.stationId, one.fromLabel, one.untilLabel, one.note, one.notedBy, one.notedAt],
  );
};

/** Notes of a station, the newest first; those over one hour where asked for. */
export const notePage = (
  tx: EntityManager,
  page: { stationId: string; label: Date | null; before: { at: Date; id: string } | null; limit: number },
): Promise<HourNote[]> =>
  select<HourNote>(
    tx,
    `select n.id, n.station_id, n.from_label, n.until_label, n.note, n.noted_by, n.noted_at from hour_note n
      where n.station_id = $1 and ($2::timestamptz is null or $2 between n.from_label and n.until_label)
        and ($3::timestamptz is null or (n.noted_at, n.id) < ($3::timestamptz, $4::uuid))
      order by n.noted_at desc, n.id desc limit $5`,
    [page.stationId, page.label, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
