import { createHash } from 'node:crypto';
import type { BundleEntry } from '#libs/files/evidence-bundle.js';
import { PACKET_FOLDER, pinnedPacket } from '#libs/files/pinned-packet.js';
import type { EvidenceAnswer } from '../shapes.api.js';
import type { Collected } from './collect-evidence.js';
import type { SealedOriginals } from './sealed-originals.js';

/** Records of a kind with a file each; all further ones of it are lines of files: folders of ten thousand files open nowhere. */
const MOST_FILES_OF_KIND = 300;
const LINES_OF_FILE = 500;

export const asJson = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** A name that cannot leave the archive, still telling which record it is. */
const nameOf = (...parts: readonly string[]): string => {
  const raw = parts.join('/');
  const safe = parts.map((part) => part.replaceAll(/[^\w.~-]/g, '_').slice(0, 120)).join('/');
  return safe === raw ? safe : `${safe}-${createHash('sha256').update(raw).digest('hex').slice(0, 8)}`;
};

/** A record without the plain hash of a packet whose password is hidden: by trying, the password could be had from it. */
const withoutHash = ({ record, basis }: EvidenceAnswer, sha256: string): EvidenceAnswer => ({
  record: {
    ...record,
    facts: record.facts.map((fact) => (fact.value === sha256 ? { ...fact, value: HASH_HELD_BACK } : fact)),
  },
  basis,
});
const HASH_HELD_BACK = '原文含设备密码，不外传；由平台核对';

/** Tells people that the contents of a record are not those of the version named; null where they are. */
const versionNote = ({ version, currentVersion }: EvidenceAnswer['record']): string | null =>
  currentVersion === undefined
    ? null
    : `引用第${version}版，现为第${currentVersion}版，所附为第${currentVersion}版` +
      ` / cited as version ${version}, now version ${currentVersion}; enclosed is version ${currentVersion}`;

/** Says the same in the record itself, so that it cannot be read without. */
const withNote = ({ record, basis }: EvidenceAnswer, versionNote: string): object => ({
  record: { ...record, versionNote },
  basis,
});

/**
 * Entries of the bundle as the walk finds them. Originals of packets go aside, and what is wrong with them to `broken`;
 * `replaced` takes a readable line for each record of which the owner no longer has the version named.
 */
export async function* entriesOfRecords(
  found: AsyncIterable<Collected>,
  internalKey: string,
  originals: SealedOriginals,
  broken: string[],
  replaced: string[],
): AsyncGenerator<BundleEntry> {
  const counts = new Map<string, number>();
  const files = new Map<string, { readonly lines: string[]; count: number }>();
  const closed = (folder: string, file: { readonly lines: string[]; count: number }): BundleEntry => ({
    name: `${folder}/${String((file.count += 1)).padStart(4, '0')}.jsonl`,
    content: Buffer.from(`${file.lines.splice(0).join('\n')}\n`),
  });
  const add = (folder: string, line: string): BundleEntry | null => {
    const file = files.get(folder) ?? { lines: [], count: 0 };
    files.set(folder, file);
    return file.lines.push(line) === LINES_OF_FILE ? closed(folder, file) : null;
  };
  for await (const { answer, packet } of found) {
    const { service, kind, id, version, title } = answer.record;
    const note = versionNote(answer.record);
    if (note) replaced.push(`${service}/${kind}/${id} ${title}: ${note}`);
    const pinned = packet && pinnedPacket(id, packet.bytes, internalKey);
    const shown = packet && pinned?.isPasswordHidden ? withoutHash(answer, packet.sha256) : answer;
    const record = note === null ? shown : withNote(shown, note);
    const nth = (counts.get(`${service}/${kind}`) ?? 0) + 1;
    counts.set(`${service}/${kind}`, nth);
    if (nth <= MOST_FILES_OF_KIND)
      yield {
        name: `${nameOf('records', service, kind, version === undefined ? id : `${id}~v${version}`)}.json`,
        content: asJson(record),
      };
    else {
      const full = add(nameOf('records', service, `${kind}-more`), JSON.stringify(record));
      if (full) yield full;
    }
    if (!packet || !pinned) continue;
    if (!packet.isIntact) broken.push(`packet ${id}: changed bytes`);
    originals.add({ id, sha256: packet.sha256, hex: packet.bytes.toString('hex') });
    const full = add(PACKET_FOLDER, JSON.stringify(pinned));
    if (full) yield full;
  }
  for (const [folder, file] of files) if (file.lines.length > 0) yield closed(folder, file);
}
