import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { ImportComplete, ImportSending, ImportUndone } from '#libs/contracts/ingestion.events.js';
import { On } from '#libs/messaging/on.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import { expectAssessment, wishAssessment, wishUndo } from './import.store.js';

/** Imports under way, complete or taken back; the work itself is a job. */
@Controller()
export class ImportConsumer {
  @On(ImportSending)
  async expect({ data }: EventOf<typeof ImportSending>, tx: EntityManager): Promise<void> {
    await expectAssessment(tx, { importId: data.importId, sourceId: data.sourceId, requestedAt: new Date(data.at) });
  }

  @On(ImportComplete)
  async assess({ data }: EventOf<typeof ImportComplete>, tx: EntityManager): Promise<void> {
    await wishAssessment(tx, { importId: data.importId, sourceId: data.sourceId, requestedAt: new Date(data.at) });
  }

  @On(ImportUndone)
  async undo({ data }: EventOf<typeof ImportUndone>, tx: EntityManager): Promise<void> {
    // A slice that is being taken in is seen by the undo, one that comes later sees the undo.
    await lockSubjects(tx, [`import ${data.importId}`]);
    await wishUndo(tx, { importId: data.importId, requestedAt: new Date(data.at), reason: data.reason });
  }
}
