import type { EntityManager } from 'typeorm';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { LAG_LEVELS } from '#libs/domain/plan/lag.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { earlierRows } from '../dispatch/dispatch.store.js';

/**
 * How an item came by its level at a cut-off, in the words of a paper: `2026年5月14日、5月21日连续2次调度评为橙色，依规定转为红色`
 * where repetition raised it, otherwise the level alone; null where no sheet of that cut-off has the item.
 */
export const levelGround = async (
  tx: EntityManager,
  pack: Pack,
  record: SubjectRef,
  cutoff: Date,
): Promise<string | null> => {
  const on = shanghaiDate(cutoff);
  const repeats = inForce(pack.lagGrades, on).flatMap(({ lag }) =>
    Object.entries(lag.triggers).flatMap(([to, triggers]) =>
      triggers.flatMap((trigger) => (trigger.kind === 'repeated' ? [{ to, trigger }] : [])),
    ),
  );
  const most = Math.max(1, ...repeats.map(({ trigger }) => trigger.dispatches));
  // The rows before the instant after the cut-off: the row of the cut-off comes first.
  const rows = await earlierRows(tx, record, new Date(cutoff.getTime() + 1), most);
  const row = rows[0];
  if (row?.cutoff.getTime() !== cutoff.getTime() || row.content.carriedOver) return null;
  const name = LAG_LEVELS[row.level].zh;
  const repeat = repeats.find(({ to, trigger }) => to === row.level && trigger.level === row.measured);
  if (row.level === row.measured || !repeat) return `本次调度评为${name}`;
  const running = rows.slice(0, repeat.trigger.dispatches).reverse();
  const days = running.map(({ cutoff: at }, index) => {
    const day = writtenDate(shanghaiDate(at));
    return index === 0 ? day : day.replace(/^\d+年/, '');
  });
  return `${days.join('、')}连续${running.length}次调度评为${LAG_LEVELS[row.measured].zh}，依规定转为${name}`;
};
