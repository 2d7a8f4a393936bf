import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import { LedgerIndicator, LedgerSealed } from '#libs/contracts/ledger.events.js';
import { cutoffLabel, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publish, publishAll, type Publication } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { readLags, type LagOfProblem } from '../lag/read-lag.js';
import type { Moment } from '../lag/lag-facts.store.js';
import { type Figure, figuresAt } from './figures.js';
import {
  insertFigures,
  insertMarks,
  insertSeal,
  openTasks,
  sealBefore,
  sealedFigures,
  touchedCutoffs,
} from './seal.store.js';

type Indicator = DataOf<typeof LedgerIndicator>;
type Period = Indicator['period'];

const DAY_MS = 86_400_000;
const PAGE = 2_000;
/** Version of the counting rules behind these numbers. */
const EDITION = 'counting-1';

export interface SealSlot {
  readonly id: string;
  readonly every: 'day' | 'week';
}

const periodOf = (cutoff: Date, previous: Date): Period => ({
  kind: 'cutoff',
  label: cutoffLabel(cutoff),
  start: previous.toISOString(),
  end: cutoff.toISOString(),
});

const indicatorId = (one: Pick<Indicator, 'definition' | 'subject' | 'period' | 'revision'>): string =>
  deterministicId(one.definition, one.subject.kind, one.subject.id, one.period.label, one.revision);

const publicationOf = (data: Indicator, cutoff: Date): Publication<typeof LedgerIndicator> => ({
  id: indicatorId(data),
  key: `${data.subject.kind}/${data.subject.id}`,
  data,
  occurredAt: cutoff,
});

const numbered = (
  about: Pick<Indicator, 'definition' | 'subject' | 'value' | 'unit' | 'details' | 'basis'>,
  period: Period,
): Indicator => ({
  valid: true,
  invalidReason: null,
  numerator: null,
  denominator: null,
  coverage: null,
  // Work is recorded by people and confirmed by people; there is no later review of it.
  dataState: 'reviewed',
  edition: EDITION,
  revision: 1,
  period,
  ...about,
});

/** Lag of the work and of the closure of one problem as indicators; both rest on the record of the look itself. */
const lagIndicators = ({ problem, lag }: LagOfProblem, period: Period): Indicator[] => {
  const subject = { kind: 'problem' as const, id: problem.id };
  const work = numbered(
    {
      definition: 'ledger.item.lag',
      subject,
      value: String(lag.overdueDays),
      unit: '天',
      details: lag.details,
      basis: { references: [], query: null },
    },
    period,
  );
  const basis = { references: [{ service: 'ledger', kind: 'item-lag', id: indicatorId(work) }], query: null };
  return [
    { ...work, basis },
    numbered(
      {
        definition: 'ledger.item.closure-lag',
        subject,
        value: String(lag.closure.ownLateDays),
        unit: '天',
        details: {
          ...lag.closure,
          level: lag.work.level,
          leadUnitId: problem.leadUnitId,
          isClosed: lag.details['isClosed'],
        },
        basis,
      },
      period,
    ),
  ];
};

/** Looks at every open item and publishes its lags; answers how many there are. */
const sealItems = async (tx: EntityManager, pack: Pack, moment: Moment, period: Period): Promise<number> => {
  let count = 0;
  for (let after: string | null = null; ;) {
    const page: LagOfProblem[] = await readLags(tx, pack, moment, { after, limit: PAGE });
    if (page.length === 0) return count;
    const indicators = page.map((one) => lagIndicators(one, period));
    await insertMarks(
      tx,
      moment.cutoff,
      page.map((one, index) => ({ ...one, id: indicatorId(indicators[index]![0]!) })),
    );
    await publishAll(
      tx,
      LedgerIndicator,
      indicators.flat().map((data) => publicationOf(data, moment.cutoff)),
    );
    count += page.length;
    after = page.at(-1)!.problem.id;
  }
};

const sealTasks = async (tx: EntityManager, cutoff: Date, period: Period): Promise<void> => {
  const tasks = await openTasks(tx, cutoff, shanghaiDate(cutoff));
  await publishAll(
    tx,
    LedgerIndicator,
    tasks.map(({ id, overdueDays, version, ...details }) =>
      publicationOf(
        numbered(
          {
            definition: 'ledger.task.lag',
            subject: { kind: 'task', id },
            value: String(overdueDays),
            unit: '天',
            details: { ...details, overdueDays },
            basis: { references: [{ service: 'ledger', kind: 'task', id, version }], query: null },
          },
          period,
        ),
        cutoff,
      ),
    ),
  );
};

/** Publishes figures of a cut-off with a revision each, and keeps what was said. */
const sayFigures = async (
  tx: EntityManager,
  moment: { readonly cutoff: Date; readonly knownAt: Date },
  period: Period,
  figures: readonly (Figure & { readonly revision: number })[],
): Promise<void> => {
  const { cutoff, knownAt } = moment;
  const indicators = figures.map((figure): Indicator => ({
    ...numbered(
      {
        definition: figure.definition,
        subject: figure.subject,
        value: figure.value,
        unit: figure.unit,
        details: figure.details,
        basis: {
          references: [],
          query: {
            service: 'ledger',
            name: 'rates',
            parameters: { cutoff: cutoff.toISOString(), [`${figure.subject.kind}Id`]: figure.subject.id },
            knownAt: knownAt.toISOString(),
          },
        },
      },
      period,
    ),
    valid: figure.value !== null,
    invalidReason: figure.value === null ? '没有任务' : null,
    numerator: figure.numerator === null ? null : String(figure.numerator),
    denominator: figure.denominator === null ? null : String(figure.denominator),
    revision: figure.revision,
  }));
  await insertFigures(
    tx,
    cutoff,
    knownAt,
    figures.map((figure, index) => ({ ...figure, id: indicatorId(indicators[index]!) })),
  );
  await publishAll(
    tx,
    LedgerIndicator,
    indicators.map((data) => publicationOf(data, cutoff)),
  );
};

/**
 * What became known since the last seal about cut-offs sealed before: figures that differ are published again with a higher
 * revision. What was said stays on record.
 */
const correctEarlier = async (tx: EntityManager, since: Date, knownAt: Date): Promise<void> => {
  for (const { cutoff } of await touchedCutoffs(tx, since, knownAt)) {
    const said = new Map(
      (await sealedFigures(tx, cutoff)).map((one) => [`${one.definition} ${one.subjectKind} ${one.subjectId}`, one]),
    );
    const changed = (await figuresAt(tx, { cutoff, knownAt })).flatMap((figure) => {
      const before = said.get(`${figure.definition} ${figure.subject.kind} ${figure.subject.id}`);
      const isSame =
        before !== undefined &&
        before.numerator === figure.numerator &&
        before.denominator === figure.denominator &&
        (before.value === null
          ? figure.value === null
          : figure.value !== null && Number(before.value) === Number(figure.value));
      return isSame ? [] : [{ ...figure, revision: (before?.revision ?? 0) + 1 }];
    });
    if (changed.length > 0)
      await sayFigures(tx, { cutoff, knownAt }, periodOf(cutoff, new Date(cutoff.getTime() - DAY_MS)), changed);
  }
};

/**
 * The look at a cut-off: everything dated up to it is published, then the seal behind it on the same topic. Weekly: lag of
 * every open item and task. Weekly and daily: rates. All of it as known at the slot, so a run that comes late says the same.
 */
export const sealCutoff = async (tx: EntityManager, pack: Pack, slot: SealSlot, cutoff: Date): Promise<void> => {
  const before = await sealBefore(tx, slot.id, cutoff);
  const length = slot.every === 'week' ? 7 * DAY_MS : DAY_MS;
  const previous = before?.cutoff ?? new Date(cutoff.getTime() - length);
  const moment: Moment = { cutoff, knownAt: cutoff, previous };
  const period = periodOf(cutoff, previous);
  let openItems = 0;
  if (slot.every === 'week') {
    openItems = await sealItems(tx, pack, moment, period);
    await sealTasks(tx, cutoff, period);
  } else {
    await correctEarlier(tx, previous, cutoff);
  }
  // Two seals of a pack may fall on one instant: its figures are said once.
  if ((await sealedFigures(tx, cutoff)).length === 0)
    await sayFigures(
      tx,
      moment,
      period,
      (await figuresAt(tx, moment)).map((figure) => ({ ...figure, revision: 1 })),
    );
  await insertSeal(tx, slot.id, cutoff, openItems);
  await publish(tx, LedgerSealed, {
    id: deterministicId('ledger', 'sealed', slot.id, cutoff.toISOString()),
    key: slot.id,
    data: { service: 'ledger', seal: slot.id, cutoff: cutoff.toISOString() },
    occurredAt: cutoff,
  });
};
