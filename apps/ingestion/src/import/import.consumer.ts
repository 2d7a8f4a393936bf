import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import {
  ImportAssessed,
  ImportSliceTaken,
  ImportTakenBack,
  MonitoredSubjectState,
} from '#libs/contracts/monitoring.events.js';
import { On, OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';
import { CLOCK } from '#libs/service/tokens.js';
import { endUndo, insertSlices } from './import.store.js';
import { noteRows } from './refused.store.js';
import { closeImport, settleImport } from './settle-import.js';

/** What the register and the directory know, and what became of the slices of imports. */
@Controller()
export class ImportConsumer {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @OnBatch(MonitoredSubjectState, 200)
  async keep(events: EventOf<typeof MonitoredSubjectState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      MonitoredSubjectState,
      events.map(({ data }) => data),
    );
  }

  /** Whom a permission reaches is told by the units that answer for a subject. */
  @OnBatch(UnitState, 200)
  async keepUnits(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map(({ data }) => data),
    );
  }

  /** Where nobody answers for a subject, the unit of its area does. */
  @OnBatch(AreaState, 200)
  async keepAreas(events: EventOf<typeof AreaState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      AreaState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(ImportSliceTaken, 200)
  async taken(events: EventOf<typeof ImportSliceTaken>[], tx: EntityManager): Promise<void> {
    const slices = events.map(({ data }) => data);
    const fresh = await insertSlices(
      tx,
      slices.map(({ refused, ...slice }) => ({ ...slice, refused: refused.length })),
    );
    for (const { importId, firstLine, refused } of slices)
      if (refused.length > 0 && fresh.has(`${importId} ${firstLine}`))
        await noteRows(tx, importId, { read: 0, refused, attempt: null });
    for (const importId of [...new Set(slices.map((slice) => slice.importId))].sort()) await settleImport(tx, importId);
  }

  @On(ImportAssessed)
  async assessed({ data }: EventOf<typeof ImportAssessed>, tx: EntityManager): Promise<void> {
    await closeImport(tx, data.importId, await this.clock.now());
  }

  @On(ImportTakenBack)
  async takenBack({ data }: EventOf<typeof ImportTakenBack>, tx: EntityManager): Promise<void> {
    await endUndo(tx, data.importId, data.changed);
  }
}
