import { REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import { assessmentEvidence } from './assessment/evidence-reader.js';
import { dispatchEvidence } from './dispatch/evidence-reader.js';
import { actEvidence, figureEvidence, instructionEvidence, ladderEvidence } from './evidence/act-evidence.js';
import { groupEvidence } from './evidence/group-evidence.js';
import { sourceEvidence } from './evidence/source-evidence.js';
import { type EvidenceReader, indicatorEvidence } from './indicator/evidence-reader.js';
import { warningEvidence } from './warning/evidence-reader.js';

/** Kinds of record this service answers for in the evidence chain. */
export const EVIDENCE_READERS: Readonly<Record<string, EvidenceReader>> = {
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
