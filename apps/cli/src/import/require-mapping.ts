import type { GatewayClient } from '../gateway-client.js';

interface MappingPage {
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly nextCursor: string | null;
}

const AT_ONCE = 200;

/** Throws a sentence with the saved mappings there are where none of them has the id. */
export const requireMapping = async (client: Pick<GatewayClient, 'call'>, user: string, id: string): Promise<void> => {
  const there: MappingPage['items'][number][] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(AT_ONCE), ...(cursor === null ? {} : { cursor }) }).toString();
    const page: MappingPage = await client.call<MappingPage>(user, 'GET', `/api/column-mappings?${query}`);
    there.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (there.some((one) => one.id === id)) return;
  const known = there.map((one) => `${one.id} (${one.name})`).join(', ');
  throw new Error(
    `--mapping ${id}: no such mapping; ${known === '' ? 'none has been saved yet (the console does it, under Imports)' : `there are ${known}`}`,
  );
};
