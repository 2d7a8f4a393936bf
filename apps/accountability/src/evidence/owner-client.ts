import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BasisReference } from '#libs/contracts/shapes.js';
import { IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { EvidenceAnswer } from '../shapes.api.js';

export type Reference = z.infer<typeof BasisReference>;

/** A packet as its owner hands it out. */
const Packet = z.object({ sha256: z.string(), hex: z.string(), receivedAt: z.string() });

/** Asks other services for records, as the platform itself. */
export interface OwnerClient {
  /** Null where the owner has no such record. Throws where the owner does not answer: the work is tried again. */
  record(reference: Reference): Promise<EvidenceAnswer | null>;
  /** Bytes of a raw packet, checked against the hash noted when they came; null where there are none. */
  packet(id: string): Promise<{ readonly bytes: Buffer; readonly sha256: string; readonly isIntact: boolean } | null>;
}

const TIMEOUT_MS = 15_000;
const PERMISSIONS = ['evidence.read', 'monitoring.read', 'problem.read', 'task.read', 'project.read', 'file.read'];

/** What is refused or not there stays so; everything else may answer another time. */
const FINAL = new Set([400, 403, 404, 422]);

export const ownerClient = (
  serviceUrls: Readonly<Record<string, string>>,
  internalKey: string,
  rootUnitIds: readonly string[],
): OwnerClient => {
  const ask = async (service: string, path: string): Promise<unknown> => {
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
      headers: { [IDENTITY_HEADER]: token },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) return answer.json();
    if (FINAL.has(answer.status)) return null;
    throw new Error(`${service} answers ${answer.status} to ${path}`);
  };
  return {
    record: async ({ service, kind, id }) => {
      const path = ['evidence', service, kind, id].map(encodeURIComponent).join('/');
      const answer = await ask(service, path);
      return answer === null ? null : EvidenceAnswer.parse(answer);
    },
    packet: async (id) => {
      const answer = await ask('monitoring', `raw-packets/${encodeURIComponent(id)}`);
      if (answer === null) return null;
      const { hex, sha256 } = Packet.parse(answer);
      const bytes = Buffer.from(hex, 'hex');
      return { bytes, sha256, isIntact: createHash('sha256').update(bytes).digest('hex') === sha256 };
    },
  };
};
