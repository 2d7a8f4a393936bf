import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BasisReference } from '#libs/contracts/shapes.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { EvidenceAnswer } from '../shapes.api.js';

export type Reference = z.infer<typeof BasisReference>;

/** Packets as their owner hands them out to services: as they came, the passwords of their devices in them. */
const Packets = z.object({ packets: z.array(z.object({ id: z.string(), sha256: z.string(), hex: z.string() })) });

export interface PacketBytes {
  readonly bytes: Buffer;
  /** Noted when they came; checked against the bytes. */
  readonly sha256: string;
  readonly isIntact: boolean;
}

/** Most records asked for in one question. */
export const MOST_AT_ONCE = 100;

/** Asks other services for records, as the platform itself. */
export interface OwnerClient {
  /**
   * Records in the order of the references, at most MOST_AT_ONCE; null where the owner has no such record. Throws where an
   * owner does not answer: the work is tried again.
   */
  records(references: readonly Reference[]): Promise<(EvidenceAnswer | null)[]>;
  /** Bytes of raw packets by their numbers, at most MOST_AT_ONCE; none of what is not there any more. */
  packets(ids: readonly string[]): Promise<ReadonlyMap<string, PacketBytes>>;
}

const TIMEOUT_MS = 30_000;
/** Its records are behind a figure by the thousand; it answers for many at once. */
const ANSWERS_MANY = 'monitoring';
const ManyAnswers = z.object({ answers: z.array(EvidenceAnswer.nullable()) });
const PERMISSIONS = ['evidence.read', 'monitoring.read', 'problem.read', 'task.read', 'project.read', 'file.read'];

/** What is refused or not there stays so; everything else may answer another time. */
const FINAL = new Set([400, 403, 404, 422]);

const zip = <A, B>(left: readonly A[], right: readonly B[]): [A, B][] => left.map((one, n) => [one, right[n]!]);

export const ownerClient = (
  serviceUrls: Readonly<Record<string, string>>,
  internalKey: string,
  rootUnitIds: readonly string[],
): OwnerClient => {
  const ask = async (service: string, path: string, question?: unknown): Promise<unknown> => {
    const base = serviceUrls[service];
    if (base === undefined) return null;
    const token = await signIdentity(internalKey, {
      accountId: 'system.accountability',
      personId: 'system.accountability',
      name: 'accountability',
      postIds: [],
      grants: rootUnitIds.flatMap((unitId) => PERMISSIONS.map((permission) => ({ permission, unitId }))),
      unitId: null,
      postId: null,
    });
    const answer = await fetch(`${base}/${path}`, {
      ...(question === undefined ? {} : { method: 'POST', body: JSON.stringify(question) }),
      headers: {
        [IDENTITY_HEADER]: token,
        ...(question === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) return answer.json();
    if (FINAL.has(answer.status)) return null;
    throw new Error(`${service} answers ${answer.status} to ${path}`);
  };
  const one = async ({ service, kind, id, version }: Reference): Promise<EvidenceAnswer | null> => {
    const path = ['evidence', service, kind, id].map(encodeURIComponent).join('/');
    const answer = await ask(service, version === undefined ? path : `${path}?version=${version}`);
    return answer === null ? null : EvidenceAnswer.parse(answer);
  };
  const many = async (references: readonly Reference[]): Promise<(EvidenceAnswer | null)[]> => {
    if (references.length === 0) return [];
    const records = references.map(({ kind, id, version }) => ({ kind, id, version }));
    const answer = await ask(ANSWERS_MANY, `evidence/${ANSWERS_MANY}`, { records });
    return answer === null ? references.map(() => null) : ManyAnswers.parse(answer).answers;
  };
  return {
    records: async (references) => {
      const asked = references.filter(({ service }) => service === ANSWERS_MANY);
      const answers = new Map(zip(asked, await many(asked)));
      return inOrder(references, async (reference) =>
        reference.service === ANSWERS_MANY ? (answers.get(reference) ?? null) : one(reference),
      );
    },
    packets: async (ids) => {
      const answer = await ask('monitoring', 'raw-packets/originals', { ids });
      const { packets } = answer === null ? { packets: [] } : Packets.parse(answer);
      return new Map(
        packets.map(({ id, sha256, hex }) => {
          const bytes = Buffer.from(hex, 'hex');
          return [id, { bytes, sha256, isIntact: createHash('sha256').update(bytes).digest('hex') === sha256 }];
        }),
      );
    },
  };
};
