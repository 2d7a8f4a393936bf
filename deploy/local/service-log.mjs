import fs from 'node:fs';
import path from 'node:path';

const LIMIT_BYTES = 10 * 1024 ** 2;
const COLOURS = [36, 33, 32, 35, 34, 96, 93, 92];
const WARN = 40;

/** A file that is appended to and, past 10 MiB, set aside once as `.1`. */
function rotatingFile(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let stream = fs.createWriteStream(file, { flags: 'a' });
  return {
    write(text) {
      stream.write(text);
      size += Buffer.byteLength(text);
      if (size < LIMIT_BYTES) return;
      stream.end();
      fs.renameSync(file, `${file}.1`);
      stream = fs.createWriteStream(file, { flags: 'a' });
      size = 0;
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

/** Whether a line is a structured log line below the level of a warning. */
function isQuiet(line) {
  if (!line.startsWith('{')) return false;
  try {
    return JSON.parse(line).level < WARN;
  } catch {
    return false;
  }
}

/**
 * The merged log: every line of every service goes to `<folder>/<name>.log`, and warnings, errors and unstructured lines (all lines
 * where `isVerbose`) to `out` behind the service's name, coloured on a terminal.
 */
export function mergedLog({ folder, names, isVerbose = false, out = process.stderr }) {
  const width = Math.max(...names.map((name) => name.length));
  const files = Object.fromEntries(names.map((name) => [name, rotatingFile(path.join(folder, `${name}.log`))]));
  const prefix = Object.fromEntries(
    names.map((name, index) => {
      const text = `${name.padEnd(width)} |`;
      return [name, out.isTTY ? `\u001b[${COLOURS[index % COLOURS.length]}m${text}\u001b[0m` : text];
    }),
  );

  /** Cuts a stream into lines; the last, unfinished one is kept until its end arrives. */
  function attach(name, stream) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      lines.forEach((line) => write(name, line));
    });
    stream.on('end', () => {
      if (rest) write(name, rest);
      rest = '';
    });
  }

  function write(name, line) {
    files[name].write(`${line}\n`);
    if (isVerbose || !isQuiet(line)) out.write(`${prefix[name]} ${line}\n`);
  }

  return {
    attach,
    write,
    fileOf: (name) => path.join(folder, `${name}.log`),
    close: () => Promise.all(Object.values(files).map((file) => file.close())),
  };
}
