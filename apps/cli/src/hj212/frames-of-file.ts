import { createReadStream } from 'node:fs';
import { decodeFrame, endOfFrame } from '#libs/domain/hj212/decode.js';
import { textLines } from '#libs/files/text-lines.js';

export interface FileFrame {
  readonly frame: Buffer;
  /** Null where no answer is wanted, or the frame cannot be read: it is sent all the same. */
  readonly wantedQn: string | null;
}

/** The frames of a file, plain or gzip, one a line, as they stand and with CR LF; read while they are asked for. */
export async function* framesOfFile(path: string): AsyncGenerator<FileFrame> {
  for await (const lines of textLines(createReadStream(path), 'latin1'))
    for (const line of lines) {
      if (line.trim() === '') continue;
      const bytes = Buffer.from(line, 'latin1');
      const frame = Buffer.concat([bytes.subarray(0, endOfFrame(bytes)), Buffer.from('\r\n')]);
      const packet = decodeFrame(frame);
      yield { frame, wantedQn: packet.kind === 'packet' && packet.isAnswerWanted ? packet.qn : null };
    }
}
