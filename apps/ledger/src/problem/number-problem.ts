import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { nextSerial } from './problem.store.js';

/** The next number of the pack's series `problem` or `task`: year and serial without gaps. */
export const nextNumber = async (
  tx: EntityManager,
  pack: Pack,
  series: 'problem' | 'task',
  at: Date,
): Promise<string> => {
  const on = shanghaiDate(at);
  const { pattern, resets } = itemInForce(pack.numbering, series, on);
  const year = on.slice(0, 4);
  const serial = await nextSerial(tx, series, resets === 'year' ? Number(year) : 0);
  return pattern.replace('{{year}}', year).replace('{{serial}}', String(serial));
};
