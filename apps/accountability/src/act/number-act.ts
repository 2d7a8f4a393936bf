import type { EntityManager } from 'typeorm';
import { documentNumber } from '#libs/documents/chinese-writing.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { selectOne } from '#libs/persistence/select.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity } from './act.entity.js';

/**
 * Gives an act the next number of its series, agency code and year. The row of the series is locked until the transaction
 * ends, so numbers have neither gaps nor doubles however many papers go out at once; a transaction that fails gives its
 * number back. Refuses with ACT_NO_SERIES, ACT_NO_AGENCY_CODE.
 */
export const giveNumber = async (tx: EntityManager, pack: Pack, act: ActEntity, at: Date): Promise<void> => {
  const on = shanghaiDate(at);
  const { numbering } = act.policy;
  if (numbering === null) throw new Refusal('ACT_NO_SERIES', `acts of kind ${act.kind} carry no number`);
  const series = itemInForce(pack.numbering, numbering, on);
  const code = series.agencyCode === null ? null : (act.issuing?.code ?? null);
  if (series.agencyCode !== null && code === null)
    throw new Refusal('ACT_NO_AGENCY_CODE', `the code word of ${series.agencyCode} is not set (AGENCY)`);
  const year = series.resets === 'year' ? Number(on.slice(0, 4)) : 0;
  const key = [series.id, code ?? '', year];
  await tx.query(
    `insert into number_series (series, agency_code, year, last_serial) values ($1, $2, $3, 0) on conflict do nothing`,
    key,
  );
  const next = await selectOne<{ lastSerial: number }>(
    tx,
    `update number_series set last_serial = last_serial + 1 where series = $1 and agency_code = $2 and year = $3
     returning last_serial`,
    key,
  );
  const serial = next!.lastSerial;
  const number = documentNumber(series.pattern, {
    ...(code === null ? {} : { agencyCode: code }),
    year: Number(on.slice(0, 4)),
    serial,
  });
  await tx.query(
    `insert into act_number (series, agency_code, year, serial, number, act_id, state, given_at)
     values ($1, $2, $3, $4, $5, $6, 'used', $7)`,
    [...key, serial, number, act.actId, at],
  );
  Object.assign(act, { series: series.id, agencyCode: code ?? '', year, serial, number });
};

/** A number whose paper never went out stays in its series, marked as voided (numbering.yaml). */
export const voidNumber = async (tx: EntityManager, act: ActEntity): Promise<void> => {
  if (act.serial === null) return;
  await tx.query(
    `update act_number set state = 'voided' where series = $1 and agency_code = $2 and year = $3 and serial = $4`,
    [act.series, act.agencyCode, act.year, act.serial],
  );
  Object.assign(act, { series: null, agencyCode: null, year: null, serial: null, number: null });
};
