import type { EntityManager } from 'typeorm';
import { auditEach } from '#libs/identity/audit.js';
import { type BlackWaterSample, upsertSamples } from './black-water.store.js';

export interface WrittenSample {
  readonly sample: BlackWaterSample;
  /** What was in force. */
  readonly before: BlackWaterSample | null;
}

const told = ({ point, sampledOn, itemValues: values }: BlackWaterSample): object => ({ point, sampledOn, values });

/** Writes samples as they are from now on, each in the history of its water; one that counts no more has nothing new there. */
export const writeSamples = async (
  tx: EntityManager,
  written: readonly WrittenSample[],
  act: { readonly action: string; readonly at: Date; readonly reason: string | null },
): Promise<void> => {
  if (written.length === 0) return;
  await upsertSamples(
    tx,
    written.map(({ sample }) => sample),
  );
  await auditEach(
    tx,
    written.map(({ sample, before }) => ({
      ...act,
      subject: { kind: 'black-water', id: sample.waterId },
      old: before && told(before),
      new: sample.withdrawn ? null : told(sample),
    })),
  );
};
