import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { VoidSpan } from '#libs/domain/telemetry/value-void.js';
import { hoursReported } from '../air/station-hour.store.js';
import { type HourVoid, saveVoid } from './hour-void.store.js';
import { reviewStep } from '../review-step/review-step.js';
import { ownStation, type VoidParts } from './own-station.js';

const HOUR_MS = 3_600_000;

export interface VoidWish extends VoidSpan {
  readonly stationId: string;
  readonly reason: string;
}

/**
 * Proposes that hours of a station of one's own network be void. Nothing changes before another person confirms. Refuses,
 * besides what `ownStation` refuses, with HOUR_VOID_SPAN_INVALID a span of the future and one without any such value.
 */
export const proposeVoid = async (tx: EntityManager, wish: VoidWish, at: Date, parts: VoidParts): Promise<HourVoid> => {
  await ownStation(tx, wish.stationId, 'data.void', at, parts);
  const { stationId, fromLabel, untilLabel, pollutants, reason } = wish;
  if (untilLabel.getTime() > at.getTime() + HOUR_MS)
    throw new Refusal('HOUR_VOID_SPAN_INVALID', 'hours that have not been measured yet cannot be void');
  const hours = await hoursReported(tx, [
    { stationId, after: new Date(fromLabel.getTime() - HOUR_MS), until: untilLabel },
  ]);
  if (!hours.some(({ values }) => pollutants.some((pollutant) => values[pollutant] !== undefined)))
    throw new Refusal('HOUR_VOID_SPAN_INVALID', 'none of these values has been measured in the span');
  const { identity } = parts;
  const proposal: HourVoid = {
    id: uuidv7(),
    stationId,
    fromLabel,
    untilLabel,
    pollutants,
    state: 'proposed',
    version: 1,
    askedBy: identity.personId,
    proposedAt: at,
    steps: [reviewStep({ action: 'propose', reason }, at, identity)],
  };
  await saveVoid(tx, proposal);
  await audit(tx, {
    at,
    action: 'hour-void.propose',
    subject: { kind: 'station', id: stationId },
    old: null,
    new: { id: proposal.id, fromLabel, untilLabel, pollutants },
    reason,
  });
  return proposal;
};
