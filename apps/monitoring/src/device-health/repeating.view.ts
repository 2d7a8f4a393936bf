/** What devices said hour by hour of late, to see whether it repeats. */
import type { EntityManager } from 'typeorm';
import type { ValuesAt } from '#libs/domain/telemetry/repeating-values.js';
import { select } from '#libs/persistence/select.js';
import { KIND_NUMBER } from '../reading/reading.store.js';

const HOUR_MS = 3_600_000;

interface Row {
  readonly code: string;
  readonly at: Date;
  readonly factorListNo: number;
  readonly valueList: readonly (number | null)[];
}

/**
 * Values of devices at the full hours before an instant, by number MN and ascending: the hour where a device sends hours,
 * else the minutes or the instant that bear the same time. Asking for those times alone keeps real-time values, a hundred
 * times as many, out of the way. The packet that came last counts, as far as it says something.
 */
export const valuesAtHours = async (
  tx: EntityManager,
  of: { readonly numbers: readonly string[]; readonly hours: number; readonly now: Date },
): Promise<ReadonlyMap<string, readonly ValuesAt[]>> => {
  const last = Math.floor(of.now.getTime() / HOUR_MS) * HOUR_MS;
  const times = Array.from({ length: of.hours }, (_, n) => new Date(last - n * HOUR_MS));
  const rows = await select<Row>(
    tx,
    `select o.code, r.at, r.factor_list_no, r.value_list
       from source o
       join reading_set r on r.source_no = o.no and r.at = any($2::timestamptz[]) and r.kind = any($3::smallint[])
      where o.door = 'hj212' and o.code = any($1)
      order by o.code, r.at, r.kind, r.packet_id`,
    [of.numbers, times, [KIND_NUMBER.realtime, KIND_NUMBER.minute, KIND_NUMBER.hour]],
  );
  const lists = await select<{ no: number; codes: string[] }>(
    tx,
    'select l.no, l.codes from factor_list l where l.no = any($1::int[])',
    [[...new Set(rows.map(({ factorListNo }) => factorListNo))]],
  );
  const codesOf = new Map(lists.map(({ no, codes }) => [no, codes]));
  const found = new Map<string, { at: number; values: Map<string, number> }[]>();
  for (const { code, at, factorListNo, valueList } of rows) {
    const known = found.get(code) ?? [];
    if (known.length === 0) found.set(code, known);
    let here = known.at(-1);
    if (here?.at !== at.getTime()) known.push((here = { at: at.getTime(), values: new Map() }));
    const codes = codesOf.get(factorListNo) ?? [];
    for (const [n, value] of valueList.entries()) if (value !== null) here.values.set(codes[n]!, value);
  }
  return found;
};
