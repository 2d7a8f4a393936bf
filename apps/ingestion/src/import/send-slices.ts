import { type PacketHeaders, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import type { NamedSubject } from '#libs/domain/telemetry/import-subject.js';
import { writeLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import { topicName } from '#libs/messaging/kafka.js';
import { findImport, type ImportRow } from './import.store.js';
import { FileFault, type GoodLine, readFile, sliceOfLine } from './read-file.js';
import type { TakeParts } from './take-import.js';

/** A request to Kafka stays below its megabyte: what is waiting is sent before it weighs more than half of one. */
const BYTES_AT_ONCE = 512 * 1024;
/** Kafka takes no record of a megabyte. */
const HEAVIEST_SLICE = 900 * 1024;

/** One record: the heading and its lines as they stand in the file, so that their hash proves them. */
const recordOf = (wish: ImportRow, receivedAt: Date, heading: string, lines: readonly GoodLine[]) => {
  const headers: PacketHeaders = {
    door: 'import',
    receivedAt: receivedAt.toISOString(),
    source: wish.sentAs ?? wish.id,
    layout: wish.layout,
    fileSha256: wish.fileSha256,
    line: String(lines[0]!.line),
    lines: writeLineRanges(lines.map(({ line }) => line)),
    dataState: wish.dataState,
    importId: wish.id,
    ...(wish.province === null ? {} : { province: wish.province }),
  };
  const value = Buffer.from([heading, ...lines.map(({ text }) => text)].join('\n'));
  if (value.length > HEAVIEST_SLICE)
    throw new FileFault(`ROWS_LONG: ${lines.length} lines from ${lines[0]!.line} on weigh ${value.length} bytes`);
  // One key: the slices of a file are taken in its order, and what a later line corrects stays corrected.
  return { key: wish.sentAs ?? wish.id, value, headers: headers as unknown as Record<string, string> };
};

/** Sends the rows of a file that are right; each answer of `told` is how many slices Kafka holds. Answers how many in all. */
export const sendSlices = async (
  parts: TakeParts,
  wish: ImportRow,
  subjects: readonly NamedSubject[],
  told: (sent: number) => Promise<void>,
): Promise<number> => {
  const topic = topicName(parts.namespace, RAW_TOPICS.packets.topic);
  // A repetition has the receipt of the import it repeats: packets are the same within the month of their receipt only.
  const repeated = wish.sentAs === null ? null : await findImport(parts.db.manager, wish.sentAs);
  const receivedAt = repeated?.requestedAt ?? wish.requestedAt;
  let waiting: ReturnType<typeof recordOf>[] = [];
  let bytes = 0;
  let sent = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await parts.producer.send({ topic, acks: -1, messages: waiting });
    sent += waiting.length;
    waiting = [];
    bytes = 0;
    await told(sent);
  };
  let lines: GoodLine[] = [];
  let title = '';
  const close = async (): Promise<void> => {
    if (lines.length === 0) return;
    const record = recordOf(wish, receivedAt, title, lines);
    lines = [];
    if (bytes + record.value.length > BYTES_AT_ONCE) await flush();
    waiting.push(record);
    bytes += record.value.length;
  };
  const file = await parts.files.get(wish.fileSha256);
  for await (const { heading, good } of readFile(file, wish, subjects, parts.mostLines)) {
    title = heading;
    for (const one of good) {
      const first = lines[0];
      if (first && sliceOfLine(first.line) !== sliceOfLine(one.line)) await close();
      lines.push(one);
    }
  }
  await close();
  await flush();
  return sent;
};
