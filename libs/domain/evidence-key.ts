/** Names of records in an evidence chain. */

export interface CitedKey {
  readonly service: string;
  readonly kind: string;
  /** May hold `/` and `@`, as the ids of readings do. */
  readonly id: string;
  /** The version that is cited, from 1 on; the newest where there is none. */
  readonly version?: number | undefined;
}

/** The key of a record in a chain: `service/kind/id`, and `@v2` behind it for one cited with its version. */
export const evidenceKey = ({ service, kind, id, version }: CitedKey): string =>
  `${service}/${kind}/${id}${version === undefined ? '' : `@v${version}`}`;

/** The record a key was made of; `version` is absent where it names none. */
export const citedByKey = (key: string): CitedKey => {
  const [, record = key, version] = /^(.*?)(?:@v(\d+))?$/s.exec(key) ?? [];
  const [service = '', kind = '', ...id] = record.split('/');
  return { service, kind, id: id.join('/'), ...(version === undefined ? {} : { version: Number(version) }) };
};
