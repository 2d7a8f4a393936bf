/**
 * Voiding of measured values (数据作废): two persons, and only where the network is one's own. The ledger keeps the raw
 * record with who, when and why (GB 3095-2026 6.3); what other networks measured is never touched, since altering
 * monitoring data is an offence (Environmental Protection Law, art. 17 and 65).
 */
import type { Concentrations, Pollutant } from '../air/pollutant.js';
import { Refusal } from '../refusal.js';

/** Who runs a point of the network: 国控, 省控, 市控, 县控, 乡镇. */
export const CONTROL_LEVELS = ['national', 'provincial', 'municipal', 'county', 'township'] as const;
export type ControlLevel = (typeof CONTROL_LEVELS)[number];

/** `lift-proposed`: still void, somebody wants the values back. */
export type VoidState = 'proposed' | 'voided' | 'refused' | 'withdrawn' | 'lift-proposed' | 'lifted';
export type VoidAction = 'confirm' | 'refuse' | 'withdraw' | 'propose-lift';

/** States in which the values are out of every figure. */
export const STANDING_VOIDS: readonly VoidState[] = ['voided', 'lift-proposed'];

const STEPS: Readonly<Record<VoidState, Readonly<Partial<Record<VoidAction, VoidState>>>>> = {
  proposed: { confirm: 'voided', refuse: 'refused', withdraw: 'withdrawn' },
  voided: { 'propose-lift': 'lift-proposed' },
  'lift-proposed': { confirm: 'lifted', refuse: 'voided', withdraw: 'voided' },
  refused: {},
  withdrawn: {},
  lifted: {},
};

/** Acts of the second person: never of the one who asked. */
const OF_ANOTHER: readonly VoidAction[] = ['confirm', 'refuse'];

/**
 * The state after an act, or why not. `askedBy` is the person who made the proposal that is open; two accounts of one
 * person are one person.
 */
export const voidStep = (
  state: VoidState,
  action: VoidAction,
  by: string,
  askedBy: string,
): { readonly next: VoidState } | { readonly refusal: Refusal } => {
  const next = STEPS[state][action];
  if (!next) return { refusal: new Refusal('HOUR_VOID_ILLEGAL_STEP', `${action} does not follow ${state}`, { state }) };
  if (OF_ANOTHER.includes(action) && by === askedBy)
    return { refusal: new Refusal('HOUR_VOID_SAME_PERSON', 'whoever proposed may not decide') };
  if (action === 'withdraw' && by !== askedBy)
    return { refusal: new Refusal('HOUR_VOID_NOT_PROPOSER', 'only whoever proposed may withdraw') };
  return { next };
};

/** What may be done next by a person, in the order of a form. */
export const voidActionsFor = (state: VoidState, by: string, askedBy: string): VoidAction[] =>
  (Object.keys(STEPS[state]) as VoidAction[]).filter((action) => 'next' in voidStep(state, action, by, askedBy));

/** Whether values of a point may be voided here: deny where nobody has recorded who runs it. */
export const isOwnNetwork = (level: ControlLevel | undefined, own: readonly ControlLevel[]): boolean =>
  level !== undefined && own.includes(level);

export interface VoidSpan {
  /** Labels (ends) of the first and the last hour, both included. */
  readonly fromLabel: Date;
  readonly untilLabel: Date;
  readonly pollutants: readonly Pollutant[];
}

/** Pollutants void in an hour by the voids that stand. */
export const voidedIn = (voids: readonly VoidSpan[], label: Date): Pollutant[] => [
  ...new Set(
    voids.flatMap(({ fromLabel, untilLabel, pollutants }) =>
      label >= fromLabel && label <= untilLabel ? pollutants : [],
    ),
  ),
];

/** The values that count: those measured without the void ones. */
export const withoutVoided = (values: Concentrations, voided: readonly Pollutant[]): Concentrations =>
  voided.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([pollutant]) => !voided.includes(pollutant as Pollutant)));
