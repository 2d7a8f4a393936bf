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
import { DrinkingSourceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';

const BATCH = 200;

/** Copies of what others own: who answers, where, on which days people work, what is watched. */
@Controller()
export class ReferenceConsumer {
  @OnBatch(UnitState, BATCH)
  async units(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(PostState, BATCH)
  async posts(events: EventOf<typeof PostState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PostState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(PersonState, BATCH)
  async people(events: EventOf<typeof PersonState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PersonState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(AreaState, BATCH)
  async areas(events: EventOf<typeof AreaState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      AreaState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(DutyState, BATCH)
  async duties(events: EventOf<typeof DutyState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      DutyState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(CalendarState, BATCH)
  async calendars(events: EventOf<typeof CalendarState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      CalendarState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(MonitoredSubjectState, BATCH)
  async subjects(events: EventOf<typeof MonitoredSubjectState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      MonitoredSubjectState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(DrinkingSourceState, BATCH)
  async sources(events: EventOf<typeof DrinkingSourceState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      DrinkingSourceState,
      events.map(({ data }) => data),
    );
  }
}
