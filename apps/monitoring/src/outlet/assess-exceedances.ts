import type { EntityManager } from 'typeorm';
import { ExceedanceEnded, ExceedanceStarted, ExceedanceUpdated } from '#libs/contracts/monitoring.events.js';
import { naturalDayOf, spanInstants, startOfDay } from '#libs/domain/calendar/shanghai.js';
import {
  type ExceedanceRun,
  exceedanceRuns,
  type HourAbove,
  isAbove,
  matchEpisodes,
} from '#libs/domain/telemetry/exceedance-runs.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { limitsOn, limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { inGroups, type RecordReference } from '#libs/evidence/reference-group.js';
import { keepGroups } from '#libs/evidence/reference-group.store.js';
import { exceedanceHourRecords } from '../evidence/record-id.js';
import { SERVICE } from '../service-name.js';
import type { SubjectState } from '../register/register.store.js';
import {
  type ExceedanceData,
  type ExceedanceRow,
  exceedancesIn,
  exceedanceVersion,
  hoursAround,
  type LimitSpan,
  upsertExceedance,
} from './outlet.store.js';

const dataOf = (row: ExceedanceRow, references: readonly RecordReference[]): ExceedanceData => ({
  exceedanceId: row.id,
  version: row.version,
  subject: { kind: 'outlet', id: row.outletId },
  factor: row.factor,
  factorName: factorName(row.factor),
  limit: row.limitValue,
  unit: row.unit,
  limitBasis: row.limitBasis,
  startedAt: row.startedAt.toISOString(),
  hours: row.hours.map(({ label, value }) => ({ label, value })),
  peak: row.peak,
  endedAt: row.endedAt?.toISOString() ?? null,
  ...(row.withdrawn ? { withdrawn: row.withdrawn } : {}),
  basis: { references: [...references], query: null },
});

/** One episode after another of the same outlet: keyed by the episode, dated by the hour that made it so. */
const tell = async (tx: EntityManager, row: ExceedanceRow, isNew: boolean): Promise<void> => {
  const { references, groups } = inGroups(SERVICE, exceedanceHourRecords(row));
  await keepGroups(tx, groups);
  const contract = row.endedAt ? ExceedanceEnded : isNew ? ExceedanceStarted : ExceedanceUpdated;
  await publish(tx, contract, {
    id: deterministicId(contract.type, row.id, row.version),
    key: row.id,
    data: dataOf(row, references),
    occurredAt: row.endedAt ?? row.lastLabel,
  });
};

const saying = (row: ExceedanceRow): string =>
  canonicalJson([
    row.limitValue,
    row.startedAt.toISOString(),
    row.hours.map(({ label, value }) => [label, value]),
    row.endedAt?.toISOString(),
  ]);

/** The run as it looked after its first hours: its later hours, and its end, left out. */
const upTo = (run: ExceedanceRun, count: number): ExceedanceRun => {
  const [first, ...rest] = run.hours.slice(0, count) as [HourAbove, ...HourAbove[]];
  const peak = rest.reduce((most, { value }) => (isAbove(value, most) ? value : most), first.value);
  return { hours: [first, ...rest], peak, limit: run.limit, endedAt: null };
};

/**
 * The states a run went through since it was last told of: hour by hour where hours were added behind, so that who counts
 * them hears the same after an outage as if they had come one by one; one state where something before changed.
 */
const steps = (
  run: ExceedanceRun,
  told: readonly { readonly label: string; readonly value: string }[],
): ExceedanceRun[] => {
  const isPrefix = told.every(({ label, value }, n) => {
    const hour = run.hours[n];
    return hour?.label.toISOString() === label && hour.value === value;
  });
  if (!isPrefix) return [run];
  const added = run.hours.slice(told.length).map((_hour, n) => upTo(run, told.length + n + 1));
  return run.endedAt ? [...added, run] : added;
};

type HourLimit = SubjectState['limits'][number];

const spanOf = ({ limit, from, to }: HourLimit): LimitSpan => ({
  limit,
  after: from === undefined ? null : startOfDay(from),
  upTo: to === undefined ? null : spanInstants({ from: to, to }).end,
});

/**
 * Works out the episodes of one factor around hours that changed, each hour against the limit of its day, and publishes what
 * began, went on, ended or turned out not to have been.
 */
export const assessExceedances = async (
  tx: EntityManager,
  span: { readonly outlet: SubjectState; readonly factor: string; readonly from: Date; readonly to: Date },
): Promise<void> => {
  const { outlet, factor } = span;
  const limits = limitsOver(outlet.limits, 'hour').filter((one) => one.factor === factor);
  if (limits.length === 0) return;
  const limitAt = (label: Date): HourLimit | null => limitsOn(limits, naturalDayOf(label))[0] ?? null;
  const hours = await hoursAround(tx, {
    outletId: outlet.id,
    factor,
    limits: limits.map(spanOf),
    from: span.from,
    to: span.to,
  });
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return;
  const revisions = new Map(hours.map((hour) => [hour.label.getTime(), hour.revision]));
  const runs = exceedanceRuns(
    hours.map(({ label, value, isUsable }) => ({
      label,
      value: isUsable ? value : null,
      limit: limitAt(label)?.limit ?? null,
    })),
  );
  const known = await exceedancesIn(tx, { outletId: outlet.id, factor, from: first.label, to: last.label });
  const { idOfRun, gone } = matchEpisodes(
    known.map(({ id, hours: of }) => ({ id, labels: of.map(({ label }) => new Date(label)) })),
    runs,
  );
  for (const { id, why } of gone) {
    const before = known.find((one) => one.id === id)!;
    const endedAt = before.endedAt ?? before.startedAt;
    const row: ExceedanceRow = { ...before, endedAt, withdrawn: why, version: before.version + 1 };
    await upsertExceedance(tx, row);
    await tell(tx, row, false);
  }
  const rowOf = (id: string, run: ExceedanceRun, version: number): ExceedanceRow => ({
    id,
    outletId: outlet.id,
    factor,
    limitValue: run.limit,
    unit: limitAt(run.hours[0].label)!.unit,
    limitBasis: limitAt(run.hours[0].label)!.basis,
    startedAt: run.hours[0].label,
    lastLabel: (run.hours.at(-1) ?? run.hours[0]).label,
    hours: run.hours.map(({ label, value }) => ({
      label: label.toISOString(),
      value,
      revision: revisions.get(label.getTime()) ?? 1,
    })),
    peak: run.peak,
    endedAt: run.endedAt,
    withdrawn: null,
    version,
  });
  for (const [n, run] of runs.entries()) {
    const id =
      idOfRun[n] ?? deterministicId('monitoring.exceedance', outlet.id, factor, run.hours[0].label.toISOString());
    const before = await exceedanceVersion(tx, id, null);
    const lasts = before !== null && before.withdrawn === null;
    if (lasts && saying(rowOf(id, run, 0)) === saying(before)) continue;
    // One that had ended and goes on after all is told of whole: its end has to be taken back.
    // So has one whose limit was corrected.
    const goesOn = lasts && before.endedAt === null && before.limitValue === run.limit;
    const told = goesOn ? before.hours : lasts ? null : [];
    let version = before?.version ?? 0;
    for (const step of told ? steps(run, told) : [run]) {
      version++;
      const row = rowOf(id, step, version);
      await tell(tx, row, !lasts && step.hours.length === 1 && step.endedAt === null);
      await upsertExceedance(tx, row);
    }
  }
};
