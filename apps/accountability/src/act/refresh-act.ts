import { Refusal } from '#libs/domain/refusal.js';
import { findWarning } from '../warning/warning.store.js';
import { type ActContext, isOut, isStepPaper, requireOffice } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { earlierActs, figuresOf, putFigures } from './act.store.js';
import { matterOf } from '../matter/matter-of.js';
import { isByHand, requireOwnIds } from '../paper/hand-figure.js';
import { noteAct } from './move-act.js';
import { titleOf } from '../paper/paper-content.js';
import { signersOf } from '../signature/signer.store.js';
import { standingValues } from '../paper/standing-values.js';
import { valuesFor } from '../paper/template-copy.js';

/**
 * Reads how things stand anew: figures, problems, earlier papers. The rest of a draft and its drafter's own figures stay as they are. Refuses with ACT_FROZEN
 * once somebody has signed, ACT_WITHOUT_FIGURES for an act that rests on no warning, ACT_FIGURE_ID_TAKEN.
 */
export const refreshAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  const { tx, pack, at } = context;
  requireOffice(context, act, 'act.draft');
  const isSigned = (await signersOf(tx, act.actId)).some(({ signedAt }) => signedAt !== null);
  if (isOut(act) || isSigned) throw new Refusal('ACT_FROZEN', 'the figures are frozen with the first signature');
  const warning = act.warningId === null ? null : await findWarning(tx, act.warningId);
  if (!warning || !isStepPaper(act))
    throw new Refusal('ACT_WITHOUT_FIGURES', 'this act takes no figures from a warning');
  const matter = await matterOf(tx, pack, warning, at);
  const byHand = (await figuresOf(tx, act.actId)).filter(isByHand);
  requireOwnIds(matter.figures, byHand);
  const figures = [...matter.figures, ...byHand];
  await putFigures(tx, act.actId, figures);
  act.parameters = {
    ...act.parameters,
    ...valuesFor(act.template, standingValues(matter, await earlierActs(tx, warning.warningId, act.correctsActId))),
  };
  act.title = titleOf(act.template, act.parameters, figures);
  act.paperVersion += 1;
  await noteAct(tx, act, 'refresh', { at, given: { cutoff: matter.cutoff.toISOString() } });
};
