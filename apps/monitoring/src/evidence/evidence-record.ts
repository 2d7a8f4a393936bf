/** What a record of the evidence chain is made of. */
import type { EntityManager } from 'typeorm';
import type { Fact } from '#libs/evidence/fact.js';
import type { CitedRecord } from '#libs/evidence/cited-version.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';

export interface EvidenceOfRecord {
  readonly record: CitedRecord & {
    readonly title: string;
    readonly at: Date | null;
    readonly facts: readonly Fact[];
  };
  readonly references: readonly RecordReference[];
  readonly query?: { service: string; name: string; parameters: Record<string, string>; knownAt: string } | null;
}
/** The packet a record came in; its readings, or one factor's of them, lie between the two. */
export interface CameIn {
  readonly packetId: string;
  readonly at: Date;
  readonly factor?: string;
}
export interface FoundRecord extends EvidenceOfRecord {
  readonly cameIn?: CameIn;
}
/**
 * Finds a record by its id, in the version asked for where its store keeps versions, or (null) in force; null where there is
 * none. Who asked for a version that is not kept is answered with what is in force (`readEvidence`).
 */
export type Reader = (tx: EntityManager, id: string, version: number | null) => Promise<FoundRecord | null>;

/** States of data as people call them. */
export const STATES: Readonly<Record<string, string>> = { realtime: '实时', preliminary: '初步', reviewed: '审核' };
