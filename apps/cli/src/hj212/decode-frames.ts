/** Frames out of bytes, one a line or as a raw capture, by the kernel that the door for devices uses. */
import { decodeFrame, decodeSplit } from '#libs/domain/hj212/decode.js';
import { acceptedByProfile, type FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import { createFrameSplitter, type FrameSplitter } from '#libs/domain/hj212/framing.js';
import { type DecodedLine, faultLine, packetLine } from './decoded-line.js';

export interface DecodeSettings {
  /** Adds edition, marks and what else the reader found. */
  readonly isFull: boolean;
  readonly profileOf?: FrameProfileOf;
}

/** Takes bytes cut anywhere and hands on what they were. Holds one line or one frame at most. */
export interface FrameDecoder {
  push(chunk: Uint8Array): void;
  end(): void;
}

type Take = (line: DecodedLine) => void;

const LF = 0x0a;
/** Longest frame the protocol can announce, and room for what a log writes before it. */
const LONGEST_LINE = 16_384;
const KEPT_BYTES = 10_240;

const splitterFor = (numberOfNext: () => number, { isFull, profileOf }: DecodeSettings, take: Take): FrameSplitter =>
  createFrameSplitter(
    {
      frame: (split) => {
        const frame = split.bytes.subarray(split.start, split.end);
        const line = numberOfNext();
        const read = decodeSplit(split, profileOf);
        take(read.kind === 'packet' ? packetLine(line, read, frame, isFull) : faultLine(line, read.reason, frame));
      },
      fault: ({ reason, raw }) => take(faultLine(numberOfNext(), reason, raw)),
    },
    { keptRawBytes: KEPT_BYTES, ...(profileOf ? { isAcceptedByProfile: acceptedByProfile(profileOf) } : {}) },
  );

/** A raw capture of a connection: `line` counts what comes out, frames and faults. */
export const captureDecoder = (settings: DecodeSettings, take: Take): FrameDecoder => {
  let number = 0;
  const splitter = splitterFor(() => (number += 1), settings, take);
  return { push: (chunk) => splitter.push(chunk), end: () => splitter.flush() };
};

/**
 * One frame a line: `line` is the number of the line in the file, empty lines give nothing. Where a line is no frame as a
 * whole, it is searched for frames: it may hold two, or what a log wrote before one.
 */
export const lineDecoder = (settings: DecodeSettings, take: Take): FrameDecoder => {
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;

  const frameOnLine = (bytes: Uint8Array): void => {
    const read = decodeFrame(bytes, settings.profileOf);
    if (read.kind === 'packet') return take(packetLine(number, read, bytes, settings.isFull));
    const found: DecodedLine[] = [];
    const splitter = splitterFor(
      () => number,
      settings,
      (line) => found.push(line),
    );
    splitter.push(bytes);
    splitter.flush();
    if (found.some(({ ok }) => ok)) found.forEach(take);
    else take(faultLine(number, read.reason, bytes));
  };

  const endLine = (last: Uint8Array): void => {
    number += 1;
    const line = heldBytes === 0 ? last : Buffer.concat([...held, last]);
    const length = heldBytes + last.length;
    held = [];
    heldBytes = 0;
    if (length > LONGEST_LINE) take(faultLine(number, 'LINE_TOO_LONG', line));
    else if (line.some((byte) => byte > 0x20)) frameOnLine(line);
  };

  /** Of a line that is too long only its beginning is held. */
  const hold = (rest: Uint8Array): void => {
    if (heldBytes <= LONGEST_LINE && rest.length > 0) held.push(Buffer.from(rest.subarray(0, LONGEST_LINE + 1)));
    heldBytes += rest.length;
  };

  return {
    push(chunk) {
      let at = 0;
      for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, at)) {
        endLine(chunk.subarray(at, end));
        at = end + 1;
      }
      hold(chunk.subarray(at));
    },
    end() {
      if (heldBytes > 0) endLine(new Uint8Array(0));
    },
  };
};
