import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';

/** One thing wrong with a pack, and where. */
export interface PackFault {
  /** File below the pack's folder. */
  readonly file: string;
  /** Line of the nearest value that is there; null when the file itself is not. */
  readonly line: number | null;
  /** Place inside the file, e.g. `items.2.rungs.0.act`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

export const faultText = ({ file, line, path, message }: PackFault): string =>
  `${file}${line === null ? '' : `:${line}`}${path === '' ? '' : ` ${path}`}: ${message}`;

export type FaultPath = readonly PropertyKey[];

/** A file of the pack as plain values, which still knows its lines. */
export interface PackFile {
  readonly file: string;
  readonly value: unknown;
  readonly faults: readonly PackFault[];
  /** A fault at a path, with the line of the value there or of the nearest one around it. */
  fault(path: FaultPath, message: string): PackFault;
}

/** Reads a YAML or JSON file. Never throws for what is in it: syntax errors, double keys and a missing file are faults. */
export const readPackFile = async (path: string, file = basename(path)): Promise<PackFile> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) {
    const missing = (_path: FaultPath, message: string): PackFault => ({ file, line: null, path: '', message });
    return { file, value: undefined, faults: [missing([], 'the file is missing')], fault: missing };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineAt = (path: FaultPath): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const fault = (at: FaultPath, message: string): PackFault => ({
    file,
    line: lineAt(at),
    path: at.map(String).join('.'),
    message,
  });
  // What follows a first syntax error is mostly its echo.
  const faults = [...document.errors.slice(0, 1), ...document.warnings].map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    path: '',
    message: error.message,
  }));
  return { file, value: document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 50 }), faults, fault };
};
