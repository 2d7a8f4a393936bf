let lastBytes: Uint8Array | null = null;
let lastView: DataView = new DataView(new ArrayBuffer(0));

/**
 * A view that reads four bytes at once, by the same indices. The last one is kept: many frames lie in one piece of a
 * stream, and to make a view costs as much as to read a frame's header.
 */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return lastView;
}

/** Whether bytes[at, at + count) are expected[from, from + count). Both have to be long enough. */
export function isSame(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  expected: Uint8Array,
  expectedView: DataView,
  from: number,
  count: number,
): boolean {
  let done = 0;
  for (; done + 4 <= count; done += 4) {
    if (view.getInt32(at + done) !== expectedView.getInt32(from + done)) return false;
  }
  if (done === count) return true;
  // The last four bytes once more, some of them a second time, instead of one, two or three by themselves.
  if (count >= 4) return view.getInt32(at + count - 4) === expectedView.getInt32(from + count - 4);
  for (; done < count; done += 1) if (bytes[at + done] !== expected[from + done]) return false;
  return true;
}
