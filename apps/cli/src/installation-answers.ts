/** What a running installation answers, printed as CSV. */
import { GatewayClient } from './gateway-client.js';

export interface AnswerOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

type Cell = string | number | boolean | null;

const cellText = (value: Cell): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const print = (rows: readonly (readonly Cell[])[]): void => {
  for (const row of rows) console.log(row.map(cellText).join(','));
};

/** An operator waits at the terminal: an address where nobody is has to be told soon. */
const REACH_WITHIN_MS = 5_000;

/** The way into a running installation for one account. Throws where the address is none. */
export const clientOf = ({ url, user, password }: AnswerOptions): GatewayClient => {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error(`--url is an address like http://127.0.0.1:7100, not "${url}"`);
  return new GatewayClient(
    url.replace(/\/+$/, ''),
    { [user]: password },
    { reachWithinMs: REACH_WITHIN_MS, tell: (line) => console.error(line) },
  );
};
