/** The file as a whole cannot be taken; the words go to whoever sent it. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}
