/**
 * Decisions on values held as suspect. To take values out of every figure is to void them: it takes two persons where the
 * network is one's own and is not done to values of others, since altering monitoring data is an offence (Environmental
 * Protection Law, art. 17 and 65). What is measured may count again by one person, unless two have taken it out.
 */
import { Refusal } from '../refusal.js';
import type { ControlLevel } from './value-void.js';

/** Words of a register for who runs a point (国控, 省控 …). Others, like 省级专项, are nobody's own. */
const LEVEL_OF_WORD: Readonly<Record<string, ControlLevel>> = {
  国控: 'national',
  省控: 'provincial',
  市控: 'municipal',
  县控: 'county',
  区控: 'county',
  乡镇: 'township',
};

export type Ownership = 'own' | 'foreign' | 'undeclared';

/**
 * Whose a section is by what its register says: `controlLevel`, and the control levels of which it may have several. One
 * level that is not one's own makes it a section of others.
 */
export const sectionOwnership = (
  declared: { readonly controlLevel: ControlLevel | undefined; readonly levels: readonly string[] },
  own: readonly ControlLevel[],
): Ownership => {
  const levels = [
    ...(declared.controlLevel ? [declared.controlLevel] : []),
    ...declared.levels.map((word) => LEVEL_OF_WORD[word]),
  ];
  if (levels.length === 0) return 'undeclared';
  return levels.every((level) => level !== undefined && own.includes(level)) ? 'own' : 'foreign';
};

export type HeldState = 'held' | 'excluded' | 'released' | 'withdrawn';
export type HeldDecision = 'exclude' | 'release';
export type HeldAction = HeldDecision | 'confirm' | 'refuse' | 'withdraw';

/** Where values held stand; `asked` waits for a second person. */
export interface HeldStanding {
  readonly state: HeldState;
  readonly asked: HeldDecision | null;
  readonly askedBy: string | null;
}

const STATE_AFTER: Readonly<Record<HeldDecision, HeldState>> = { exclude: 'excluded', release: 'released' };
const ORDER: readonly HeldAction[] = ['confirm', 'refuse', 'withdraw', 'release', 'exclude'];

const foreignRefusal = (): Refusal =>
  new Refusal('FORBIDDEN_FOREIGN_NETWORK', 'values of this network may be annotated or released, not excluded');

const settled = (state: HeldState): { readonly next: HeldStanding } => ({
  next: { state, asked: null, askedBy: null },
});

/** Where the values stand after an act of a person, or why not. Two accounts of one person are one person. */
export const heldStep = (
  before: HeldStanding,
  action: HeldAction,
  by: string,
  ownership: Ownership,
): { readonly next: HeldStanding } | { readonly refusal: Refusal } => {
  const { state, asked, askedBy } = before;
  if (state === 'withdrawn')
    return { refusal: new Refusal('DATA_REVIEW_WITHDRAWN', 'these values are no longer held') };
  if (action === 'exclude' || action === 'release') {
    if (action === 'exclude' && ownership === 'foreign') return { refusal: foreignRefusal() };
    // To repeat a decision where one person decides changes nothing but its reason.
    if (ownership === 'own' && (state === STATE_AFTER[action] || asked === action))
      return { refusal: new Refusal('DATA_REVIEW_ILLEGAL_STEP', `${action} does not follow ${asked ?? state}`) };
    const isForTwo = ownership === 'own' && (action === 'exclude' || state === 'excluded');
    return isForTwo ? { next: { state, asked: action, askedBy: by } } : settled(STATE_AFTER[action]);
  }
  if (asked === null) return { refusal: new Refusal('DATA_REVIEW_ILLEGAL_STEP', 'nothing waits for a second person') };
  if (action === 'withdraw')
    return by === askedBy
      ? settled(state)
      : { refusal: new Refusal('HOUR_VOID_NOT_PROPOSER', 'only whoever proposed may withdraw') };
  if (by === askedBy) return { refusal: new Refusal('HOUR_VOID_SAME_PERSON', 'whoever proposed may not decide') };
  if (action === 'refuse') return settled(state);
  // The register may have been put right since the proposal.
  return asked === 'exclude' && ownership === 'foreign' ? { refusal: foreignRefusal() } : settled(STATE_AFTER[asked]);
};

/** What a person may do next, in the order of a form. */
export const heldActionsFor = (standing: HeldStanding, by: string, ownership: Ownership): HeldAction[] =>
  ORDER.filter((action) => 'next' in heldStep(standing, action, by, ownership));
