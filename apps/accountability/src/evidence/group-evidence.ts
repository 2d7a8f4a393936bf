import { groupRecord } from '#libs/evidence/reference-group.js';
import { findGroup } from '#libs/evidence/reference-group.store.js';
import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { SERVICE } from '../service-name.js';

/** Records something rests on together. It says nothing of them but which they are; each has its own readers. */
export const groupEvidence: EvidenceReader = async (tx, _pack, id) => {
  const group = await findGroup(tx, id);
  return (
    group && {
      unitPath: null,
      answer: { record: groupRecord(SERVICE, group), basis: { references: [...group.references], query: null } },
    }
  );
};
