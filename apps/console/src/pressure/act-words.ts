import { ACT_OUTCOMES, ACT_STAGES } from '#libs/domain/escalation/act-lifecycle.js';
import { useNamed } from '../i18n.js';

type Words = { readonly zh: string; readonly en: string };
const STATES: Readonly<Record<string, Words>> = { ...ACT_STAGES, ...ACT_OUTCOMES };

/** What a state of an act is called: the stage whose work is waited for, or how it ended. */
export const useActState = (): ((state: string) => string) => {
  const named = useNamed();
  return (state) => {
    const words = STATES[state];
    return words ? named(words) : state;
  };
};
