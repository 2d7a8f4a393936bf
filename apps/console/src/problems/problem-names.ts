import { PROBLEM_STATES } from '#libs/domain/problem/states.js';
import { useNamed } from '../i18n.js';

export const STATE_NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string } | undefined>> =
  PROBLEM_STATES;

/** Name of a state of a problem in the language of the page. */
export const useStateName = (): ((state: string) => string) => {
  const named = useNamed();
  return (state) => {
    const name = STATE_NAMES[state];
    return name ? named(name) : state;
  };
};
