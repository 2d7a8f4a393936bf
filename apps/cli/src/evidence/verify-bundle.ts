import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { entriesUnder, entryOf, openBundle } from '#libs/files/evidence-bundle.js';
import { isAsShown, PACKET_FOLDER, pinnedPackets } from '#libs/files/pinned-packet.js';
import { FileFault, requireFile, tellFileFaults } from '../file-fault.js';
import { clientOf } from '../installation-answers.js';

export interface Installation {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface Attestation {
  readonly sha256: string;
  readonly isBundleIntact: boolean;
  readonly confirmed: number;
  readonly problems: readonly string[];
}

export interface BundleFound {
  readonly sha256: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly pinnedAt: string;
  readonly entries: number;
  readonly packets: number;
  readonly passwordsHidden: number;
  /** Packets the platform confirms to be what came; null where it was not asked. */
  readonly confirmed: number | null;
  readonly problems: readonly string[];
  /** What the bundle names as left out when it was pinned: records gone, not kept, or beyond the limit of their number. */
  readonly missing: readonly string[];
}

/** Where a bundle names what it could not hold. */
const MISSING = 'missing.json';
const Missing = z.array(z.string());

const attestationOf = async (actId: string, { url, user, password }: Installation): Promise<Attestation> => {
  return clientOf({ url, user, password }).call<Attestation>(
    user,
    'GET',
    `/api/acts/${encodeURIComponent(actId)}/evidence-bundle/attestation`,
  );
};

const bundleIn = (file: string, bytes: Uint8Array): ReturnType<typeof openBundle> => {
  try {
    return openBundle(bytes);
  } catch (why) {
    throw why instanceof Refusal ? new FileFault(file, why.message) : why;
  }
};

/** What the bundle says it left out; null where that cannot be read. */
const missingIn = (bytes: Uint8Array): z.infer<typeof Missing> | null => {
  try {
    return Missing.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
};

/** Checks a bundle by itself, and beside the platform that pinned it where one is named. */
export const verifyBundle = async (file: string, installation: Installation | null): Promise<BundleFound> => {
  await requireFile(file);
  const bytes = await tellFileFaults(file, () => readFile(file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { manifest, problems: flaws } = bundleIn(file, bytes);
  const problems = [...flaws];
  let packets = 0;
  let passwordsHidden = 0;
  for (const { name, content } of entriesUnder(bytes, PACKET_FOLDER))
    for (const packet of pinnedPackets(content)) {
      if (!packet) problems.push(`${name}: a line that is no packet`);
      else if (!isAsShown(packet)) problems.push(`packet ${packet.id}: other bytes than its hash says`);
      packets += packet ? 1 : 0;
      passwordsHidden += packet?.isPasswordHidden ? 1 : 0;
    }
  const named = entryOf(bytes, MISSING);
  const missing = named === null ? [] : missingIn(named);
  if (missing === null) problems.push(`${MISSING}: cannot be read`);
  const said = installation && (await attestationOf(manifest.subject.id, installation));
  if (said && said.sha256 !== sha256) problems.push('the platform pinned another bundle for this act');
  if (said) problems.push(...said.problems);
  if (said && said.confirmed !== packets)
    problems.push(`the platform confirms ${said.confirmed} of ${packets} packets`);
  return {
    ...{ sha256, subject: manifest.subject, pinnedAt: manifest.pinnedAt, entries: manifest.entries.length },
    ...{ packets, passwordsHidden, confirmed: said?.confirmed ?? null, problems, missing: missing ?? [] },
  };
};
