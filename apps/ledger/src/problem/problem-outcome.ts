import type { z } from 'zod';
import type { ProblemOutcome } from './problem-action.api.js';
import type { ProblemEntity } from './problem.entity.js';

/** What a write of a problem answers. */
export const outcomeOf = (problem: ProblemEntity): z.input<typeof ProblemOutcome> => ({
  problemId: problem.id,
  problemNo: problem.problemNo,
  version: problem.version,
  state: problem.state,
});
