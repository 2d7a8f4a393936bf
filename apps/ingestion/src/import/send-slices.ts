import { type PacketHeaders, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import type { NamedSubject } from '#libs/domain/telemetry/import-subject.js';
import { writeLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import { topicName } from '#libs/messaging/kafka.js';
import type { ImportRow } from './import.store.js';
import { type GoodLine, readFile, sliceOfLine } from './read-file.js';
import type { TakeParts } from './take-import.js';

/** A request to Kafka stays below its megabyte with lines of three hundred bytes. */
const SLICES_AT_ONCE = 5;

/** One record: the heading and its lines as they stand in the file, so that their hash proves them. */
const recordOf = (wish: ImportRow, heading: string, lines: readonly GoodLine[]) => {
  const headers: PacketHeaders = {
    door: 'import',
    receivedAt: wish.requestedAt.toISOString(),
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
  let waiting: ReturnType<typeof recordOf>[] = [];
  let sent = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await parts.producer.send({ topic, acks: -1, messages: waiting });
    sent += waiting.length;
    waiting = [];
    await told(sent);
  };
  let lines: GoodLine[] = [];
  let title = '';
  const close = async (): Promise<void> => {
    if (lines.length === 0) return;
    waiting.push(recordOf(wish, title, lines));
    lines = [];
    if (waiting.length >= SLICES_AT_ONCE) await flush();
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
