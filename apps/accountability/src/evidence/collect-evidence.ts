import type { EvidenceAnswer } from '../shapes.api.js';
import { MOST_AT_ONCE, type OwnerClient, type Reference } from './owner-client.js';

export interface Collected {
  readonly records: readonly EvidenceAnswer[];
  readonly packets: readonly {
    readonly id: string;
    readonly bytes: Buffer;
    readonly sha256: string;
    readonly isIntact: boolean;
  }[];
  /** What is named and could not be had, and where the walk stopped. */
  readonly missing: readonly string[];
}

const PACKET = 'packet';

const beyondLimit = (records: number, level: number): string => `${records} further records of level ${level}`;

/** How many records lines of `missing` stand for: one each, or those beyond the limit. */
export const recordsMissing = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Number(/^(\d+) further records/.exec(line)?.[1] ?? 1), 0);

const keyOf = ({ service, kind, id }: Reference): string => `${service}/${kind}/${id}`;

/**
 * Walks from records to the records they rest on, level by level, so that a limit cuts the far end and not a branch; each
 * record is asked for once. Raw packets come with their bytes.
 */
export const collectEvidence = async (
  start: readonly Reference[],
  client: OwnerClient,
  limits: { readonly depth: number; readonly records: number },
  progress: (share: number) => Promise<void>,
): Promise<Collected> => {
  const records: EvidenceAnswer[] = [];
  const packets: Collected['packets'][number][] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  const unseen = (references: readonly Reference[]): Reference[] =>
    references.filter((one) => {
      const isNew = !seen.has(keyOf(one));
      seen.add(keyOf(one));
      return isNew;
    });

  const keep = async (reference: Reference, answer: EvidenceAnswer | null): Promise<readonly Reference[]> => {
    if (!answer) {
      missing.push(keyOf(reference));
      return [];
    }
    records.push(answer);
    if (reference.kind === PACKET) {
      const packet = await client.packet(reference.id);
      if (packet) packets.push({ id: reference.id, ...packet });
      else missing.push(`${keyOf(reference)}: bytes`);
    }
    const { query } = answer.basis;
    if (query) missing.push(`${keyOf(reference)}: query ${query.service}.${query.name}, known at ${query.knownAt}`);
    return answer.basis.references;
  };

  let level = unseen(start);
  for (let depth = 0; level.length > 0 && depth <= limits.depth; depth += 1) {
    const room = limits.records - records.length;
    if (level.length > room) missing.push(beyondLimit(level.length - room, depth + 1));
    const queue = level.slice(0, Math.max(0, room));
    const next: Reference[] = [];
    // In order, so that a limit cuts the same records off whenever the same act is pinned.
    for (let some = queue.splice(0, MOST_AT_ONCE); some.length > 0; some = queue.splice(0, MOST_AT_ONCE)) {
      const answers = await client.records(some);
      for (const [n, reference] of some.entries()) next.push(...(await keep(reference, answers[n] ?? null)));
    }
    await progress(Math.min(0.9, (depth + 1) / (limits.depth + 1)));
    level = room <= 0 ? [] : unseen(next);
  }
  const byKey = (a: EvidenceAnswer, b: EvidenceAnswer): number => (keyOf(a.record) < keyOf(b.record) ? -1 : 1);
  return {
    records: records.sort(byKey),
    packets: packets.sort((a, b) => (a.id < b.id ? -1 : 1)),
    missing: missing.sort(),
  };
};
