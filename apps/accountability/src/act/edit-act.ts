import { Refusal } from '#libs/domain/refusal.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { type ActContext, isOut, requireOffice } from './act-context.js';
import type { ActEntity, Arrangement } from './act.entity.js';
import { figuresOf, putFigures, thawFigures } from './act.store.js';
import type { ActFigure } from '../paper/figure.js';
import { isByHand, requireOwnIds } from '../paper/hand-figure.js';
import { moveAct, noteAct } from './move-act.js';
import { voidNumber } from './number-act.js';
import { EARLIER, earlierOf } from '../paper/earlier-of.js';
import { filledMessage, filledPaper, titleOf } from '../paper/paper-content.js';
import { signersOf, voidSignatures } from '../signature/signer.store.js';
import { withBody } from '../paper/template-copy.js';

export interface ActEdit {
  /** Values to set; null takes a value away. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** The text itself, with the blanks it names. */
  readonly body?: readonly unknown[] | undefined;
  readonly arrangement?: Arrangement | undefined;
  /** Numbers of the drafter's own. */
  readonly figures?: readonly ActFigure[] | undefined;
  readonly reason?: string | undefined;
}

const APPROVED: readonly ActEntity['state'][] = ['numbering', 'sealing', 'issue'];

/** Takes approval away from an act that is not out yet: signatures, hash and number are void, the figures free again. */
const voidApproval = async (context: ActContext, act: ActEntity, reason: string): Promise<void> => {
  const { tx, at } = context;
  await voidSignatures(tx, act.actId);
  await thawFigures(tx, act.actId);
  await voidNumber(tx, act);
  act.signedSha256 = null;
  act.signedAt = null;
  if (!APPROVED.includes(act.state)) return;
  await moveAct(tx, act, 'void-approval', { at, reason });
  await moveAct(tx, act, 'redraft', { at });
  await moveAct(tx, act, 'submit', { at });
};

/**
 * Changes what a draft says. A change after the signature voids it: whatever was signed so far is gone, an act that was
 * fully approved goes back to review, and a reason is asked for. Refuses with ACT_FROZEN once it is out, ACT_EDIT_INVALID
 * (no reason), ACT_FIGURE_ID_TAKEN, TEMPLATE_INVALID, TEMPLATE_PARAMETER (a value of the wrong kind, named by place and label).
 */
export const editAct = async (context: ActContext, act: ActEntity, edit: ActEdit): Promise<void> => {
  const { tx, at } = context;
  requireOffice(context, act, 'act.draft');
  if (isOut(act)) throw new Refusal('ACT_FROZEN', 'an issued act is corrected by another numbered act only');
  const isApproved = APPROVED.includes(act.state);
  const isSigned = (await signersOf(tx, act.actId)).some(({ signedAt }) => signedAt !== null);
  const reason = edit.reason?.trim() ?? '';
  if ((isApproved || isSigned) && reason === '')
    throw new Refusal('ACT_EDIT_INVALID', 'this voids a signature: say why', { needs: 'reason' });
  if (isApproved || isSigned) await voidApproval(context, act, reason);

  const parameters: Record<string, unknown> = { ...act.parameters };
  for (const [name, value] of Object.entries(edit.parameters ?? {})) {
    if (value === null) delete parameters[name];
    else parameters[name] = value;
  }
  act.parameters = parameters as TemplateValues;
  if (edit.body) act.template = withBody(act.template, edit.body);
  if (edit.arrangement) act.arrangement = { ...act.arrangement, ...edit.arrangement };
  if (edit.figures) {
    const read = (await figuresOf(tx, act.actId)).filter((figure) => !isByHand(figure));
    requireOwnIds(read, edit.figures);
    await putFigures(tx, act.actId, [...read, ...edit.figures]);
  }
  const figures = await figuresOf(tx, act.actId);
  // Filled once as a draft: a value of the wrong kind is refused here and not at the signature.
  if (act.template.kind === 'MESSAGE') filledMessage(act.template, act.parameters);
  else filledPaper(act.template, act.parameters, figures, true);
  act.title = titleOf(act.template, act.parameters, figures);
  act.paperVersion += 1;
  await noteAct(tx, act, 'edit', {
    at,
    reason: reason === '' ? null : reason,
    given: {
      parameters: Object.keys(edit.parameters ?? {}),
      ...(edit.parameters && EARLIER in edit.parameters ? { standing: await earlierOf(tx, act) } : {}),
      body: edit.body !== undefined,
      arrangement: Object.keys(edit.arrangement ?? {}),
      figures: edit.figures?.map(({ id }) => id) ?? [],
    },
  });
};
