import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  ActChanged,
  DispatchIssued,
  WarningEnded,
  WarningRaised,
  WarningUpdated,
} from '#libs/contracts/accountability.events.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { ProjectChanged } from '#libs/contracts/funding.events.js';
import { ProblemChanged, ProgressReported, TaskChanged } from '#libs/contracts/ledger.events.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { On, OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';
import { addLiveEvent } from '../live/live.store.js';
import { itemOfAct, itemOfProblem, itemOfProject, itemOfSubject, itemOfTask, itemOfWarning } from './board-items.js';
import { keepBoardItem } from './board.store.js';

type WarningEvent = EventOf<typeof WarningRaised> | EventOf<typeof WarningUpdated> | EventOf<typeof WarningEnded>;

/** What spans services: items for the wall chart, and what just happened for whoever is watching. */
@Controller()
export class BoardConsumer {
  @OnBatch(UnitState, 200)
  async units(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map((event) => event.data),
    );
  }

  @On(ProblemChanged)
  async problem(event: EventOf<typeof ProblemChanged>, tx: EntityManager): Promise<void> {
    const { data } = event;
    await keepBoardItem(tx, itemOfProblem(data, event.occurredAt));
    await this.tell(
      tx,
      event,
      'problem',
      data.problemId,
      data.action,
      data.title,
      [data.leadUnitId, data.supervisingUnitId],
      'problem.read',
    );
  }

  @On(TaskChanged)
  async task(event: EventOf<typeof TaskChanged>, tx: EntityManager): Promise<void> {
    const { data } = event;
    await keepBoardItem(tx, itemOfTask(data, event.occurredAt));
    await this.tell(tx, event, 'task', data.taskId, data.action, data.title, [data.leadUnitId], 'task.read');
  }

  @On(ProgressReported)
  async progress(event: EventOf<typeof ProgressReported>, tx: EntityManager): Promise<void> {
    const { data } = event;
    await this.tell(
      tx,
      event,
      data.record.kind,
      data.record.id,
      'report-progress',
      data.text.slice(0, 80),
      [data.unitId],
      'problem.read',
    );
  }

  @On(ProjectChanged)
  async project(event: EventOf<typeof ProjectChanged>, tx: EntityManager): Promise<void> {
    await keepBoardItem(tx, itemOfProject(event.data, event.occurredAt));
    await this.tell(
      tx,
      event,
      'project',
      event.data.projectId,
      event.data.action,
      event.data.name,
      [event.data.ownerUnitId],
      'project.read',
    );
  }

  @On(MonitoredSubjectState)
  async subject(event: EventOf<typeof MonitoredSubjectState>, tx: EntityManager): Promise<void> {
    await keepBoardItem(tx, itemOfSubject(event.data, event.occurredAt));
  }

  @On(WarningRaised)
  warningRaised(event: EventOf<typeof WarningRaised>, tx: EntityManager): Promise<void> {
    return this.warning(event, 'raise', tx);
  }

  @On(WarningUpdated)
  warningUpdated(event: EventOf<typeof WarningUpdated>, tx: EntityManager): Promise<void> {
    return this.warning(event, 'update', tx);
  }

  @On(WarningEnded)
  warningEnded(event: EventOf<typeof WarningEnded>, tx: EntityManager): Promise<void> {
    return this.warning(event, 'end', tx);
  }

  @On(ActChanged)
  async act(event: EventOf<typeof ActChanged>, tx: EntityManager): Promise<void> {
    const { data } = event;
    await keepBoardItem(tx, itemOfAct(data, event.occurredAt));
    await this.tell(
      tx,
      event,
      'act',
      data.actId,
      data.action,
      data.title,
      [data.addresseeUnitId, ...data.copyToUnitIds],
      'act.read',
    );
  }

  @On(DispatchIssued)
  async dispatch(event: EventOf<typeof DispatchIssued>, tx: EntityManager): Promise<void> {
    const units = event.data.rows.map((row) => row.unitId);
    await this.tell(
      tx,
      event,
      'dispatch',
      event.data.dispatchId,
      'issue',
      `第${event.data.issueNo}期周调度表`,
      units,
      'dispatch.read',
    );
  }

  private async warning(event: WarningEvent, action: string, tx: EntityManager): Promise<void> {
    await keepBoardItem(tx, itemOfWarning(event.data, event.occurredAt));
    await this.tell(
      tx,
      event,
      'warning',
      event.data.warningId,
      action,
      event.data.title,
      event.data.unitIds,
      'warning.read',
    );
  }

  private tell(
    tx: EntityManager,
    event: { id: string; occurredAt: Date },
    kind: string,
    id: string,
    action: string,
    title: string,
    unitIds: readonly (string | null)[],
    permission: string,
  ): Promise<void> {
    const units = [...new Set(unitIds.filter((unitId) => unitId !== null))];
    return addLiveEvent(tx, {
      eventId: event.id,
      kind,
      id,
      action,
      title,
      unitIds: units,
      permission,
      at: event.occurredAt,
    });
  }
}
