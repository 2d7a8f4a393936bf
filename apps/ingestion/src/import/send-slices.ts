import { setTimeout as pause } from 'node:timers/promises';
import { type PacketHeaders, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { writeLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import { topicName } from '#libs/messaging/kafka.js';
import { answeredSlices, countAnswered, findImport, type ImportRow } from './import.store.js';
import { FileFault } from './file-fault.js';
import { type GoodLine, readFile } from './read-file.js';
import { sliceOfLine } from './slice-of-line.js';
import type { ReachedRegister } from '../reach.js';
import type { TakeParts } from './take-parts.js';

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
    ...(wish.mapping === null ? {} : { mapping: JSON.stringify(wish.mapping) }),
  };
  const value = Buffer.from([heading, ...lines.map(({ text }) => text)].join('\n'));
  if (value.length > HEAVIEST_SLICE)
    throw new FileFault(`ROWS_LONG: ${lines.length} lines from ${lines[0]!.line} on weigh ${value.length} bytes`);
  // One key: the slices of a file are taken in its order, and what a later line corrects stays corrected.
  return { key: wish.sentAs ?? wish.id, value, headers: headers as unknown as Record<string, string> };
};

/** Slices that may be on their way at a time: a file must not fill a partition faster than it is taken in. */
const MOST_UNANSWERED = 150;
const LOOK_AGAIN_MS = 100;
/** Waiting for answers as long without one coming, the job gives up and is run again. */
const PATIENCE_MS = 5 * 60_000;

/** Waits until few enough of the slices sent are unanswered; false where no more are wanted meanwhile. */
const waitForAnswers = async (
  parts: TakeParts,
  id: string,
  sent: number,
  isWanted: () => Promise<boolean>,
): Promise<boolean> => {
  let answered = await countAnswered(parts.db.manager, id);
  for (let since = performance.now(); sent - answered > MOST_UNANSWERED;) {
    await pause(LOOK_AGAIN_MS);
    if (!(await isWanted())) return false;
    const now = await countAnswered(parts.db.manager, id);
    if (now > answered) since = performance.now();
    else if (performance.now() - since > PATIENCE_MS) throw new Error(`${sent - now} slices of ${id} are not answered`);
    answered = now;
  }
  return true;
};

/**
 * Sends the rows of a file that are right. `told` hears how many slices Kafka holds and answers whether to go on. Answers
 * how many in all; null where the import is to be sent no more. Slices answered before a restart are not sent again.
 */
export const sendSlices = async (
  parts: TakeParts,
  wish: ImportRow,
  register: ReachedRegister,
  told: (sent: number) => Promise<boolean>,
): Promise<number | null> => {
  const topic = topicName(parts.namespace, RAW_TOPICS.packets.topic);
  // A repetition has the receipt of the import it repeats: packets are the same within the month of their receipt only.
  const repeated = wish.sentAs === null ? null : await findImport(parts.db.manager, wish.sentAs);
  const receivedAt = repeated?.sendingAt ?? wish.sendingAt ?? wish.requestedAt;
  const answered = await answeredSlices(parts.db.manager, wish.id);
  let waiting: ReturnType<typeof recordOf>[] = [];
  let bytes = 0;
  let sent = 0;
  let isWanted = true;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await parts.producer.send({ topic, acks: -1, messages: waiting });
    sent += waiting.length;
    waiting = [];
    bytes = 0;
    isWanted = (await told(sent)) && (await waitForAnswers(parts, wish.id, sent, () => told(sent)));
  };
  let lines: GoodLine[] = [];
  let title = '';
  const close = async (): Promise<void> => {
    if (lines.length === 0) return;
    const isAnswered = answered.has(sliceOfLine(lines[0]!.line));
    const record = isAnswered ? null : recordOf(wish, receivedAt, title, lines);
    lines = [];
    if (record === null) {
      sent++;
      return;
    }
    if (bytes + record.value.length > BYTES_AT_ONCE) await flush();
    waiting.push(record);
    bytes += record.value.length;
  };
  const file = await parts.files.get(wish.fileSha256);
  for await (const { heading, good } of readFile(file, wish, register, parts.mostLines)) {
    if (!isWanted) return null;
    title = heading;
    for (const one of good) {
      const first = lines[0];
      if (first && sliceOfLine(first.line) !== sliceOfLine(one.line)) await close();
      lines.push(one);
    }
  }
  await close();
  await flush();
  return isWanted ? sent : null;
};
