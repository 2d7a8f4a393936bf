/** When a question is worth asking again. */
import { ApiProblem } from './client.js';

/** Whether an answer was that there is none such, or none this person may see: asking again changes nothing. */
export const isRefused = (why: unknown): boolean =>
  why instanceof ApiProblem && (why.problem.status === 404 || why.problem.status === 403);

/** Asked anew every so often, until it is refused. */
export const everyMs = (ms: number) =>
  ({
    refetchInterval: ({ state }: { readonly state: { readonly error: unknown } }): number | false =>
      isRefused(state.error) ? false : ms,
  }) as const;
