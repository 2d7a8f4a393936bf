import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { ProblemChanged, ProgressReported } from '#libs/contracts/ledger.events.js';
import { On } from '#libs/messaging/on.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { noRefusal } from '../no-refusal.js';
import { takeProblem } from './take-problem.js';
import { takeProgress } from './take-progress.js';

/** What the ledger tells of problems and of the progress units report. */
@Controller()
export class ProblemConsumer {
  constructor(@Inject(PACK) private readonly pack: Pack) {}

  @On(ProblemChanged)
  async changed(event: EventOf<typeof ProblemChanged>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => takeProblem(tx, this.pack, event));
  }

  @On(ProgressReported)
  async reported(event: EventOf<typeof ProgressReported>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => takeProgress(tx, this.pack, event));
  }
}
