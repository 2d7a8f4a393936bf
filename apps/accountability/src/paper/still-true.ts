import { isDeepStrictEqual } from 'node:util';
import { startOfDay } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { findLadder, ladderState } from '../ladder/ladder.store.js';
import { type ActContext, isStepPaper } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';
import { actSteps, figuresOf } from '../act/act.store.js';
import { matterOf } from '../matter/matter-of.js';
import { findWarning, type WarningRow } from '../warning/warning.store.js';
import { addedFigures, correctedFigures } from './corrected-figures.js';
import { EARLIER, earlierOf } from './earlier-of.js';

/** A paper proposed the moment a limit passed still shows the cut-off before it, and says that the limit passed in vain. */
const requireAfterLimit = async ({ tx }: ActContext, act: ActEntity): Promise<void> => {
  const cutoff = act.parameters['cutoff'];
  if (typeof cutoff !== 'string' || act.ladderId === null) return;
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

/** What stood of earlier papers when somebody last wrote of them by hand; undefined where nobody has since it was read. */
const standingByHand = async ({ tx }: ActContext, { actId }: ActEntity): Promise<unknown> => {
  const steps = await actSteps(tx, actId);
  return steps
    .slice(steps.findLastIndex(({ action }) => action === 'refresh') + 1)
    .findLast(
      ({ action, given: { parameters } }) =>
        action === 'edit' && Array.isArray(parameters) && parameters.includes(EARLIER),
    )?.given['standing'];
};

/**
 * What a draft says was read when it was made. Nobody signs it once a number it quotes has been corrected, or an earlier paper
 * has been answered since. A correction says what the paper said whose place it takes, and later numbers are none of its.
 */
const requireStanding = async (context: ActContext, act: ActEntity, warning: WarningRow): Promise<void> => {
  const { tx, pack, at } = context;
  const matter = await matterOf(tx, pack, warning, at);
  const drafted = await figuresOf(tx, act.actId);
  const figures = [
    ...(await correctedFigures(tx, drafted, matter.figures)),
    ...(act.correctsActId === null ? addedFigures(drafted, matter.figures) : []),
  ];
  if (figures.length > 0)
    throw new Refusal('ACT_FIGURES_CORRECTED', `corrected since: ${figures.map(({ label }) => label).join('、')}`, {
      figures,
    });
  if (act.correctsActId !== null) return;
  const now = await earlierOf(tx, act);
  const told = (await standingByHand(context, act)) ?? act.parameters[EARLIER] ?? [];
  if (!isDeepStrictEqual(now, told))
    throw new Refusal('ACT_EARLIER_PAPERS_MOVED', 'what became of earlier papers has changed: read it again', {
      now,
    });
};

/**
 * A paper about a warning says how things stand when it is signed. Refuses with ACT_FIGURES_STALE (its figures are older than
 * the limit that passed in vain), ACT_FIGURES_CORRECTED and ACT_EARLIER_PAPERS_MOVED.
 */
export const requireStillTrue = async (context: ActContext, act: ActEntity): Promise<void> => {
  if (!isStepPaper(act)) return;
  if (act.correctsActId === null) await requireAfterLimit(context, act);
  const warning = act.warningId === null ? null : await findWarning(context.tx, act.warningId);
  if (warning) await requireStanding(context, act, warning);
};
