/** What a running installation answers, printed as CSV. */
import { GatewayClient } from './season/gateway-client.js';

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

export const clientOf = ({ url, user, password }: AnswerOptions): GatewayClient =>
  new GatewayClient(url, { [user]: password });
