import { setTimeout as pause } from 'node:timers/promises';
import { counted } from '../counted.js';
import { clientOf } from '../installation-answers.js';
import { progressBar } from '../season/progress-bar.js';

export interface RecomputeOptions {
  readonly kind: 'air' | 'water';
  /** First and last civil day. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly area?: string;
  readonly stations?: readonly string[];
  readonly sections?: readonly string[];
  readonly json: boolean;
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface RecomputationSeen {
  readonly id: string;
  readonly percent: number;
  readonly changedHours: number;
  readonly changedDays: number;
  readonly changedWeeks: number;
  readonly changedMonths: number;
  readonly finishedAt: string | null;
}

const LOOK_AGAIN_MS = 300;

const wordsOf = (kind: RecomputeOptions['kind'], seen: RecomputationSeen): string =>
  kind === 'air'
    ? `${counted(seen.changedHours, 'hour')} and ${counted(seen.changedDays, 'day')} came out otherwise`
    : `${counted(seen.changedWeeks, 'week')} and ${counted(seen.changedMonths, 'month')} came out otherwise`;

/**
 * Asks for a recomputation and waits until it is done, with a bar on standard error. Answers what to print: a line, or with
 * `json` the recomputation as the interface tells it. A refusal is thrown as the gateway said it.
 */
export const recomputeSpan = async (options: RecomputeOptions): Promise<string> => {
  const { kind, from, to, reason, area: areaId, stations: stationIds, sections: sectionIds, user } = options;
  const client = clientOf(options);
  const body = { kind, from, to, reason, areaId, stationIds, sectionIds };
  const draw = progressBar(`recompute ${kind}`);
  let seen = await client.call<RecomputationSeen>(user, 'POST', '/api/recomputations', { body });
  while (seen.finishedAt === null) {
    draw(seen.percent / 100, wordsOf(kind, seen));
    await pause(LOOK_AGAIN_MS);
    seen = await client.call<RecomputationSeen>(user, 'GET', `/api/recomputations/${seen.id}`);
  }
  draw(1, wordsOf(kind, seen));
  return options.json ? JSON.stringify(seen) : `recomputation ${seen.id}: ${wordsOf(kind, seen)}`;
};
