import { evidenceKey } from '#libs/domain/evidence-key.js';
import type { EvidenceAnswer } from '../shapes.api.js';
import { MOST_AT_ONCE, type OwnerClient, type PacketBytes, type Reference } from './owner-client.js';

/** A record that was found; a raw packet with its bytes, where its owner still has them. */
export interface Collected {
  readonly answer: EvidenceAnswer;
  readonly packet: PacketBytes | null;
}

const PACKET = 'packet';

const beyondLimit = (records: number, level: number): string => `${records} further records of level ${level}`;

/** How many records lines of `missing` stand for: one each, or those beyond the limit. */
export const recordsMissing = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Number(/^(\d+) further records/.exec(line)?.[1] ?? 1), 0);

/**
 * Walks from records to the records they rest on, level by level, so that a limit cuts the far end and not a branch; each
 * version of a record is asked for once, and given on as soon as it is there: what is held meanwhile are references.
 * `missing` takes what is named and could not be had, and where the walk stopped.
 */
export async function* collectEvidence(
  start: readonly Reference[],
  client: OwnerClient,
  limits: { readonly depth: number; readonly records: number },
  missing: string[],
  progress: (share: number) => Promise<void>,
): AsyncGenerator<Collected> {
  const seen = new Set<string>();
  const unseen = (references: readonly Reference[]): Reference[] =>
    references.filter((one) => {
      const isNew = !seen.has(evidenceKey(one));
      if (isNew) seen.add(evidenceKey(one));
      return isNew;
    });

  // One asked for by its version and without one may be the same.
  const given = new Set<string>();
  let found = 0;
  let level = unseen(start);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) {
      missing.push(beyondLimit(level.length, depth + 1));
      return;
    }
    const room = Math.max(0, limits.records - found);
    if (level.length > room) missing.push(beyondLimit(level.length - room, depth + 1));
    const next: Reference[] = [];
    const asked = Math.min(room, level.length);
    // In order, so that a limit cuts the same records off whenever the same act is pinned.
    for (let at = 0; at < asked; at += MOST_AT_ONCE) {
      const some = level.slice(at, Math.min(asked, at + MOST_AT_ONCE));
      const answers = await client.records(some);
      const packetIds = some.flatMap(({ kind, id }, n) => (kind === PACKET && answers[n] ? [id] : []));
      const packets = packetIds.length === 0 ? new Map<string, PacketBytes>() : await client.packets(packetIds);
      for (const [n, reference] of some.entries()) {
        const answer = answers[n];
        if (!answer) {
          missing.push(evidenceKey(reference));
          continue;
        }
        if (given.has(evidenceKey(answer.record))) continue;
        given.add(evidenceKey(answer.record));
        found += 1;
        const packet = reference.kind === PACKET ? (packets.get(reference.id) ?? null) : null;
        if (reference.kind === PACKET && !packet) missing.push(`${evidenceKey(reference)}: bytes`);
        const { query, references } = answer.basis;
        if (query)
          missing.push(`${evidenceKey(reference)}: query ${query.service}.${query.name}, known at ${query.knownAt}`);
        next.push(...unseen(references));
        yield { answer, packet };
      }
      await progress(Math.min(0.95, (depth + (at + some.length) / asked) / (limits.depth + 1)));
    }
    level = room === 0 ? [] : next;
  }
}
