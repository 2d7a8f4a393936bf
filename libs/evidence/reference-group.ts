import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';

/** One record another record rests on (`BasisReference` in libs/contracts/shapes.ts). */
export interface RecordReference {
  readonly service: string;
  readonly kind: string;
  readonly id: string;
  readonly version?: number | undefined;
}

/** A basis names at most so many records (`Basis` in libs/contracts/shapes.ts). */
export const MOST_REFERENCES = 100;

/** Kind of record a group is in the evidence chain, in every service that keeps some. */
export const REFERENCE_GROUP = 'reference-group';

export interface ReferenceGroup {
  /** Hash of what it holds, so that equal groups of many numbers are kept once. */
  readonly id: string;
  readonly references: readonly RecordReference[];
}
export interface Grouped {
  readonly references: readonly RecordReference[];
  /** What has to be kept for the references to be found; none where they were few enough. */
  readonly groups: readonly ReferenceGroup[];
}

/** Records something rests on, where there are more than a basis may name; `service` keeps the group. */
export const groupReference = (service: string, id: string): RecordReference => ({
  service,
  kind: REFERENCE_GROUP,
  id,
});

/**
 * Any number of references as at most a hundred: too many are told by groups of a hundred, and groups of groups, which
 * `service` keeps. Revisions stay with their references. Groups are filled from the first one on, so a number to date shares
 * all but its last with the day before.
 */
export const inGroups = (service: string, references: readonly RecordReference[]): Grouped => {
  if (references.length <= MOST_REFERENCES) return { references, groups: [] };
  const groups: ReferenceGroup[] = [];
  for (let at = 0; at < references.length; at += MOST_REFERENCES) {
    const held = references.slice(at, at + MOST_REFERENCES);
    groups.push({ id: createHash('sha256').update(canonicalJson(held)).digest('hex'), references: held });
  }
  const above = inGroups(
    service,
    groups.map(({ id }) => groupReference(service, id)),
  );
  return { references: above.references, groups: [...groups, ...above.groups] };
};

/** A group as a record of the evidence chain: how many it holds, from which to which. It has no time of its own. */
export const groupRecord = (service: string, { id, references }: ReferenceGroup) => {
  const [first, last] = [references[0]?.id ?? '', references.at(-1)?.id ?? ''];
  return {
    ...groupReference(service, id),
    title: `${first} – ${last}`,
    at: null,
    facts: [
      { label: '记录数', value: String(references.length), unit: '项' },
      { label: '第一项', value: first },
      { label: '最后一项', value: last },
    ],
  };
};
