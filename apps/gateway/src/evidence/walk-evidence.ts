import { type CitedKey, evidenceKey } from '#libs/domain/evidence-key.js';

export type EvidenceReference = CitedKey;

/** What an owner answers about one of its records. */
export interface EvidenceAnswer {
  readonly record: EvidenceReference & {
    /** The contents are of this version and not of `version`, which was asked for. */
    readonly currentVersion?: number | undefined;
    readonly title: string;
    readonly at: string | null;
    readonly facts: { label: string; value: string; unit?: string | undefined }[];
  };
  readonly basis: { readonly references: readonly EvidenceReference[] };
}

export interface EvidenceNode {
  readonly key: string;
  readonly record: EvidenceAnswer['record'] | null;
  readonly trouble: string | null;
  readonly references: string[];
}

/** Breadth first, so that a limit cuts the far end and not a branch; each version of a record is asked for once. */
export const walkEvidence = async (
  start: EvidenceReference,
  ask: (reference: EvidenceReference) => Promise<EvidenceAnswer | string>,
  limits: { readonly depth: number; readonly limit: number },
): Promise<{ start: string; nodes: EvidenceNode[]; truncated: boolean }> => {
  const nodes: EvidenceNode[] = [];
  const seen = new Set([evidenceKey(start)]);
  let truncated = false;
  let level: EvidenceReference[] = [start];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth) {
      truncated = true;
      break;
    }
    const answers = await Promise.all(level.map(async (reference) => ({ reference, answer: await ask(reference) })));
    const next: EvidenceReference[] = [];
    for (const { reference, answer } of answers) {
      if (typeof answer === 'string') {
        nodes.push({ key: evidenceKey(reference), record: null, trouble: answer, references: [] });
        continue;
      }
      const references = answer.basis.references.map(evidenceKey);
      nodes.push({ key: evidenceKey(reference), record: answer.record, trouble: null, references });
      for (const further of answer.basis.references) {
        if (seen.has(evidenceKey(further))) continue;
        if (seen.size >= limits.limit) {
          truncated = true;
          continue;
        }
        seen.add(evidenceKey(further));
        next.push(further);
      }
    }
    level = next;
  }
  return { start: evidenceKey(start), nodes, truncated };
};
