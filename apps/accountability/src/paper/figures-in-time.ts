import { startOfDay } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { findLadder, ladderState } from '../ladder/ladder.store.js';
import { type ActContext, isStepPaper } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';

/**
 * A paper proposed the moment a limit passed still shows the cut-off before it. It says that the limit passed in vain, so its
 * figures are read again after that before anybody signs. Refuses with ACT_FIGURES_STALE.
 */
export const requireFiguresInTime = async ({ tx }: ActContext, act: ActEntity): Promise<void> => {
  const cutoff = act.parameters['cutoff'];
  if (!isStepPaper(act) || typeof cutoff !== 'string') return;
  const ladder = await findLadder(tx, act.ladderId);
  if (!ladder) return;
  const { steps } = await ladderState(tx, ladder);
  const step = steps.find(({ no }) => no === act.stepNo);
  const rung = ladder.policy.rungs.find(({ id }) => id === step?.rung);
  const missedOn = (rung?.enter ?? [])
    .flatMap((way) =>
      way.kind === 'missed' && way.look === 'at-once'
        ? steps
            .filter((one) => one.rung === way.rung)
            .flatMap(({ duties }) => duties.filter(({ id }) => id === way.duty))
        : [],
    )
    .flatMap((duty) => duty.missedOn ?? [])
    .sort()
    .at(-1);
  if (missedOn !== undefined && new Date(cutoff) < startOfDay(missedOn))
    throw new Refusal('ACT_FIGURES_STALE', `the limit passed on ${missedOn}: read the figures again`, {
      cutoff,
      missedOn,
    });
};
