import type { RecordReference } from './reference-group.js';

/** A record as its owner answers for it: `currentVersion` stands where the contents are of that version and not of `version`. */
export interface CitedRecord extends RecordReference {
  readonly currentVersion?: number | undefined;
}

/**
 * A record its owner found, told as the version it was asked for. Where the owner keeps no past of it, and what it found is
 * another version, the answer names both: nothing is shown as the version cited that is not. Records without versions stay
 * as they are.
 */
export const asCited = <T extends RecordReference>(record: T, asked: number | null | undefined): T & CitedRecord =>
  asked === null || asked === undefined || record.version === undefined || record.version === asked
    ? record
    : { ...record, version: asked, currentVersion: record.version };
