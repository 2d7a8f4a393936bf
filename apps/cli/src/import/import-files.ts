import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { counted } from '../counted.js';
import { FileFault, NO_ROWS, requireFile, tellFileFaults } from '../file-fault.js';
import { clientOf } from '../installation-answers.js';
import { type GatewayClient, GatewayRefusal } from '../gateway-client.js';
import { progressBar } from '../season/progress-bar.js';
import { headingsOf, type RefusedRow, refusedWords } from './refused-row.js';
import { requireMapping } from './require-mapping.js';

export interface ImportOptions {
  readonly layout?: string;
  /** Id of a saved mapping, instead of a layout. */
  readonly mapping?: string;
  readonly dataState: string;
  readonly province?: string;
  readonly reason?: string;
  readonly dryRun: boolean;
  readonly takeRest: boolean;
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface ImportSeen {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly failure: string | null;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly rowsTaken: number;
  readonly rowsChanged: number;
  readonly columnsUnread: readonly string[];
  readonly columnsAbsent: readonly string[];
  readonly repeatOf: string | null;
}
interface RefusedPage {
  readonly items: readonly RefusedRow[];
}

const LOOK_AGAIN_MS = 300;
/** Rows not taken that are told one by one; all of them are under `/imports/{id}/refused`. */
const TOLD_ROWS = 20;
const UNDER_WAY = ['waiting', 'checking', 'sending', 'sent', 'assessing'];

const isWithoutRows = ({ state, rowsRead }: ImportSeen): boolean => rowsRead === 0 && state !== 'failed';

const wordsOf = (seen: ImportSeen): string => {
  const counts = `${counted(seen.rowsRead, 'row')} read, ${seen.rowsRefused} not right`;
  if (isWithoutRows(seen)) return `${NO_ROWS}: nothing was taken`;
  switch (seen.state) {
    case 'checked':
      return `dry run: ${counts}, ${seen.rowsRead - seen.rowsRefused} can be taken; nothing was taken`;
    case 'refused':
      return `${counts}: nothing was taken, --take-rest takes the others`;
    case 'taken': {
      const repeated = seen.repeatOf === null ? '' : `, repeats import ${seen.repeatOf}`;
      return `${counts}, ${seen.rowsTaken} taken, ${seen.rowsChanged} new or corrected${repeated}`;
    }
    default:
      return seen.failure ?? seen.state;
  }
};

/** Which columns the file and its layout do not have in common; null where there is none. */
const columnsLeft = ({ columnsUnread, columnsAbsent }: ImportSeen): string | null => {
  const told = [
    ...(columnsUnread.length > 0 ? [`columns not read: ${columnsUnread.join(', ')}`] : []),
    ...(columnsAbsent.length > 0 ? [`columns it does without: ${columnsAbsent.join(', ')}`] : []),
  ];
  return told.length > 0 ? told.join('; ') : null;
};

/** Imports one file and waits for its end; `told` holds what was said of columns of files before it. Answers 0 (every row right and, but for a dry run, taken), 2 (a row not) or 1 (the file not). */
const importFile = async (
  client: GatewayClient,
  file: string,
  options: ImportOptions,
  told: Set<string>,
): Promise<0 | 1 | 2> => {
  const { user, layout, mapping: mappingId, dataState, province, reason, dryRun, takeRest } = options;
  const name = basename(file);
  const form = new FormData();
  form.append('file', await tellFileFaults(file, () => openAsBlob(file)), name);
  const { sha256 } = await client.call<{ sha256: string }>(user, 'POST', '/api/files', { form });
  const body = { fileSha256: sha256, fileName: name, layout, mappingId, dataState, province, reason, dryRun, takeRest };
  const draw = progressBar(name);
  let seen = await client.call<ImportSeen>(user, 'POST', '/api/imports', { body });
  while (UNDER_WAY.includes(seen.state)) {
    draw(seen.progress / 100, counted(seen.rowsRead, 'row'));
    await pause(LOOK_AGAIN_MS);
    seen = await client.call<ImportSeen>(user, 'GET', `/api/imports/${seen.id}`);
  }
  draw(1, counted(seen.rowsRead, 'row'));
  console.log(`${file}: import ${seen.id}: ${wordsOf(seen)}`);
  // Files of one make have the same columns: they are told of once.
  const left = columnsLeft(seen);
  if (left !== null && !told.has(left)) console.error(`${file}: ${left}`);
  if (left !== null) told.add(left);
  if (seen.rowsRefused > 0) {
    const { items } = await client.call<RefusedPage>(user, 'GET', `/api/imports/${seen.id}/refused?limit=${TOLD_ROWS}`);
    const headings = await headingsOf(file);
    for (const row of items) console.error(`${file}: ${refusedWords(row, headings)}`);
    if (seen.rowsRefused > items.length)
      console.error(`${file}: ${counted(seen.rowsRefused - items.length, 'more row')}`);
  }
  if (seen.state === 'failed' || isWithoutRows(seen)) return 1;
  return seen.rowsRefused === 0 && (seen.state === 'taken' || seen.state === 'checked') ? 0 : 2;
};

/** An account that is turned away is so with the next file, too; anything else that is refused is so for this file. */
const isOfTheFile = (why: unknown): why is GatewayRefusal =>
  why instanceof GatewayRefusal && why.code !== 'SIGN_IN_REFUSED' && why.status !== 401 && why.status !== 403;

/** Imports one file; where it cannot be used it is named on stderr, and the next may be. */
const importForItself = async (
  client: GatewayClient,
  file: string,
  options: ImportOptions,
  told: Set<string>,
): Promise<0 | 1 | 2> => {
  try {
    return await importFile(client, file, options, told);
  } catch (why) {
    if (why instanceof FileFault) console.error(why.message);
    else if (isOfTheFile(why)) console.error(`${file}: ${why.said}`);
    else throw why;
    return 1;
  }
};

/**
 * `duban import`: files one after the other, each an import of its own. Answers the exit code: 0, 2 where a row was
 * not right, or 1 where a file could not be used. Throws a FileFault, before anything is sent, where a file is missing, a folder or empty;
 * a GatewayRefusal where the account is turned away.
 */
export const importFiles = async (files: readonly string[], options: ImportOptions): Promise<0 | 1 | 2> => {
  const client = clientOf(options);
  for (const file of files) await requireFile(file);
  if (options.mapping !== undefined) await requireMapping(client, options.user, options.mapping);
  const codes: (0 | 1 | 2)[] = [];
  const told = new Set<string>();
  for (const file of files) codes.push(await importForItself(client, file, options, told));
  return codes.includes(1) ? 1 : codes.includes(2) ? 2 : 0;
};
