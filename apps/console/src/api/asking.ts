/** When a question is worth asking again. */
import { ApiProblem } from './client.js';

/** Whether an answer was that there is none such, or none this person may see: asking again changes nothing. */
export const isRefused = (why: unknown): boolean =>
  why instanceof ApiProblem && (why.problem.status === 404 || why.problem.status === 403);

/** Nobody is signed in: whoever signs in asks everything anew, and until then every answer is the same. */
const isSignedOut = (why: unknown): boolean => why instanceof ApiProblem && why.problem.status === 401;

/**
 * Asked anew every so often, until it is refused or the session ends; with `isAwaited` only as long as what came last says
 * that something more is to come.
 */
export const everyMs = <T = unknown>(ms: number, isAwaited?: (data: T) => boolean) =>
  ({
    refetchInterval: ({
      state: { error, data },
    }: {
      readonly state: { readonly error: unknown; readonly data?: T | undefined };
    }): number | false => {
      if (isRefused(error) || isSignedOut(error)) return false;
      return !isAwaited || (data !== undefined && isAwaited(data)) ? ms : false;
    },
  }) as const;

/** How often work under way is looked at. */
export const WORK_MS = 5_000;
