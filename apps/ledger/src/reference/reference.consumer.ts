import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  AreaState,
  CalendarState,
  DutyState,
  PersonState,
  PostState,
  UnitState,
} from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';

const BATCH = 200;

/** Copies of directory's reference data. */
@Controller()
export class ReferenceConsumer {
  @OnBatch(UnitState, BATCH)
  async units(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(PostState, BATCH)
  async posts(events: EventOf<typeof PostState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PostState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(PersonState, BATCH)
  async people(events: EventOf<typeof PersonState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PersonState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(AreaState, BATCH)
  async areas(events: EventOf<typeof AreaState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      AreaState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(DutyState, BATCH)
  async duties(events: EventOf<typeof DutyState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      DutyState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(CalendarState, BATCH)
  async calendars(events: EventOf<typeof CalendarState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      CalendarState,
      events.map((event) => event.data),
    );
  }
}
