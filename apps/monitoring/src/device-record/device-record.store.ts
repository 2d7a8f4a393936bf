import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DeviceRecord } from '#libs/domain/hj212/device-record.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { select } from '#libs/persistence/select.js';

export type RecordKind = DeviceRecord['kind'];

/** What a device said beside values, and when. */
export interface DeviceRecordSent {
  readonly deviceId: string;
  readonly kind: RecordKind;
  /** The time it speaks of; that of its receipt where it says none that can be read. */
  readonly at: Date;
  /** The words of the record, as sent. */
  readonly content: Readonly<Record<string, string | null>>;
  readonly packetId: number;
  readonly receivedAt: Date;
}

/** Keeps what devices said; the same said again is kept once, with the packet that said it first. */
export const keepDeviceRecords = async (tx: EntityManager, sent: readonly DeviceRecordSent[]): Promise<void> => {
  if (sent.length === 0) return;
  await tx.query(
    `insert into device_record (id, device_id, kind, at, content, packet_id, received_at)
     select n.id, n.device_id, n.kind, n.at, n.content, n.packet_id, n.received_at
       from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::bigint[], $7::timestamptz[])
            as n (id, device_id, kind, at, content, packet_id, received_at)
     on conflict on constraint device_record_pkey do nothing`,
    [
      sent.map(({ deviceId, kind, at, content }) =>
        deterministicId('monitoring.device-record', deviceId, kind, at.toISOString(), canonicalJson(content)),
      ),
      sent.map(({ deviceId }) => deviceId),
      sent.map(({ kind }) => kind),
      sent.map(({ at }) => at),
      sent.map(({ content }) => JSON.stringify(content)),
      sent.map(({ packetId }) => packetId),
      sent.map(({ receivedAt }) => receivedAt),
    ],
  );
};

export interface DeviceRecordRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly at: Date;
  readonly content: Readonly<Record<string, string | null>>;
  readonly packetId: string;
  readonly receivedAt: Date;
}

/** What a device said, the newest first, a page at a time. */
export const deviceRecordPage = (
  tx: EntityManager,
  page: { deviceId: string; kind: RecordKind | null; before: { at: Date; id: string } | null; limit: number },
): Promise<DeviceRecordRow[]> =>
  select<DeviceRecordRow>(
    tx,
    `select r.id, r.kind, r.at, r.content, r.packet_id, r.received_at
       from device_record r
      where r.device_id = $1 and ($2::text is null or r.kind = $2)
        and ($3::timestamptz is null or (r.at, r.id) < ($3::timestamptz, $4::uuid))
      order by r.at desc, r.id desc limit $5`,
    [page.deviceId, page.kind, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
