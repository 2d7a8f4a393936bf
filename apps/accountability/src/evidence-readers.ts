import type { EntityManager } from 'typeorm';
import { asCited } from '#libs/evidence/cited-version.js';
import { REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import type { Pack } from '#libs/policy/pack.js';
import { assessmentEvidence } from './assessment/evidence-reader.js';
import { dispatchEvidence } from './dispatch/evidence-reader.js';
import { actEvidence, figureEvidence, instructionEvidence, ladderEvidence } from './evidence/act-evidence.js';
import { groupEvidence } from './evidence/group-evidence.js';
import { sourceEvidence } from './evidence/source-evidence.js';
import { type Evidence, type EvidenceReader, indicatorEvidence } from './indicator/evidence-reader.js';
import { warningEvidence } from './warning/evidence-reader.js';

/** Kinds of record this service answers for in the evidence chain. */
const EVIDENCE_READERS: Readonly<Record<string, EvidenceReader>> = {
  indicator: indicatorEvidence,
  source: sourceEvidence,
  warning: warningEvidence,
  dispatch: dispatchEvidence,
  assessment: assessmentEvidence,
  act: actEvidence,
  figure: figureEvidence,
  ladder: ladderEvidence,
  instruction: instructionEvidence,
  [REFERENCE_GROUP]: groupEvidence,
};

/**
 * A record of this service with what it rests on; null where there is none. Asked for a version that is not kept, it is the
 * newest, and names both.
 */
export const readEvidence = async (
  tx: EntityManager,
  pack: Pack,
  { kind, id, version }: { readonly kind: string; readonly id: string; readonly version?: number | undefined },
): Promise<Evidence | null> => {
  const reader = Object.hasOwn(EVIDENCE_READERS, kind) ? EVIDENCE_READERS[kind] : undefined;
  const found = await reader?.(tx, pack, id, version ?? null);
  if (!found) return null;
  const { record, basis } = found.answer;
  return { ...found, answer: { record: asCited(record, version), basis } };
};
