import type { EntityManager } from 'typeorm';
import type { StationHourSent } from '../packet/measured.js';
import { select } from '#libs/persistence/select.js';
import { type HourReportRow, valuesOfRow } from './station-hour.store.js';
import { POLLUTANT_COLUMNS } from '../subject/station-value.js';

/** A revision of an hour with whence it came, or an echo: values that came again while an import's were in force. */
export interface HourRevision extends HourReportRow {
  readonly isTakeBack: boolean;
  readonly isEcho: boolean;
}

const COLUMNS = POLLUTANT_COLUMNS.map(([column]) => column);

/** Which of these sources are imports: only what an import brought can be taken back. */
export const importSources = async (tx: EntityManager, numbers: readonly number[]): Promise<ReadonlySet<number>> =>
  new Set(
    numbers.length === 0
      ? []
      : (
          await select<{ no: number }>(tx, `select s.no from source s where s.door = 'import' and s.no = any($1)`, [
            [...new Set(numbers)],
          ])
        ).map(({ no }) => no),
  );

/** Keeps what was sent for hours an import had brought. */
export const insertEchoes = async (tx: EntityManager, echoes: readonly StationHourSent[]): Promise<void> => {
  if (echoes.length === 0) return;
  await tx.query(
    `insert into station_hour_echo (station_id, label, packet_id, source_no, data_state, exempt, received_at, ${COLUMNS.join(', ')})
     select n.station_id, n.label, n.packet_id, n.source_no, n.data_state, n.exempt::text[], n.received_at,
            ${COLUMNS.map((column) => `n.${column}`).join(', ')}
       from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::timestamptz[],
                   ${COLUMNS.map((_, n) => `$${n + 8}::numeric[]`).join(', ')})
            as n (station_id, label, packet_id, source_no, data_state, exempt, received_at, ${COLUMNS.join(', ')})
     on conflict on constraint station_hour_echo_pkey do nothing`,
    [
      echoes.map((e) => e.stationId),
      echoes.map((e) => e.label),
      echoes.map((e) => e.packetId),
      echoes.map((e) => e.sourceNo),
      echoes.map((e) => e.dataState),
      echoes.map((e) => `{${(e.exempt ?? []).join(',')}}`),
      echoes.map((e) => e.receivedAt),
      ...POLLUTANT_COLUMNS.map(([, pollutant]) => echoes.map((e) => e.values[pollutant] ?? null)),
    ],
  );
};

type PastRow = Omit<HourRevision, 'values' | 'primary' | 'packetId'> & {
  readonly packetId: string;
  readonly primaryPollutants: string[];
};

const VALUES = COLUMNS.map((column) => `h.${column}`).join(', ');

/** All revisions and echoes of the hours some packets of a source brought, hour by hour, revisions in their order first. */
export const revisionsBrought = async (
  tx: EntityManager,
  of: { sourceNo: number; firstPacket: string; lastPacket: string },
): Promise<HourRevision[]> =>
  (
    await select<PastRow>(
      tx,
      `with brought as materialized (
         select b.station_id, b.label from station_hour b where b.packet_id between $2 and $3 and b.source_no = $1
         union
         select b.station_id, b.label from station_hour_echo b where b.packet_id between $2 and $3 and b.source_no = $1)
       select h.station_id, h.label, h.revision, h.data_state, h.exempt, h.voided, ${VALUES}, h.edition, h.aqi, h.level,
              h.primary_pollutants, h.source_no, h.packet_id, h.received_at, h.is_take_back, false as is_echo
         from brought k join station_hour h on h.station_id = k.station_id and h.label = k.label
       union all
       select h.station_id, h.label, 0, h.data_state, h.exempt, '{}', ${VALUES}, '', null, null,
              '{}', h.source_no, h.packet_id, h.received_at, false, true
         from brought k join station_hour_echo h on h.station_id = k.station_id and h.label = k.label
        order by station_id, label, is_echo, revision, packet_id`,
      [of.sourceNo, of.firstPacket, of.lastPacket],
    )
  ).map(({ primaryPollutants, packetId, ...row }) => ({
    ...row,
    values: valuesOfRow(row),
    packetId: Number(packetId),
    primary: primaryPollutants,
  }));
