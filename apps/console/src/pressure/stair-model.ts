import type { LadderDetail } from './queries.js';

type Rung = LadderDetail['rungs'][number];
export type Step = LadderDetail['steps'][number];

/** How a rung stands in the drawing. */
export type StairTone = 'in-force' | 'draft' | 'next' | 'over' | 'ahead';

export interface Stair {
  readonly rung: Rung;
  readonly tone: StairTone;
  /** Of several entries of a rung the latest counts. */
  readonly step: Step | null;
  readonly isNext: boolean;
}

const DRAFTS = new Set(['awaiting-data', 'proposed', 'approved']);
const IN_FORCE = new Set(['issued', 'received', 'lifting']);

/** The rungs of a ladder from the lowest up, each with what has come of it. */
export const stairsOf = (ladder: LadderDetail): Stair[] =>
  ladder.rungs.map((rung) => {
    const step = ladder.steps.filter((one) => one.rung.id === rung.id).at(-1) ?? null;
    const isNext = ladder.next?.rung.id === rung.id;
    const tone: StairTone = step
      ? IN_FORCE.has(step.state)
        ? 'in-force'
        : DRAFTS.has(step.state)
          ? 'draft'
          : 'over'
      : isNext
        ? 'next'
        : 'ahead';
    return { rung, tone, step, isNext };
  });
