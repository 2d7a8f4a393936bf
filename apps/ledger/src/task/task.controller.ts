import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { unitsBelow } from '../reference/directory.store.js';
import type { WriteInput } from '#libs/identity/write-time.js';
import { actOnTask } from './act-on-task.js';
import { assignTask } from './assign-task.js';
import { AssignTask, TASK_FORMS, type TaskAction, TaskDetail, TaskOutcome, TaskPage, TaskQuery } from './task.api.js';
import { taskDetail, taskRow } from './task-detail.js';
import type { TaskEntity } from './task.entity.js';
import { taskPage } from './task.store.js';

const outcome = (task: TaskEntity): z.input<typeof TaskOutcome> => ({
  taskId: task.id,
  taskNo: task.taskNo,
  version: task.version,
  state: task.state,
});

@ApiTags('tasks')
@Controller('tasks')
export class TaskController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('task.read')
  @ApiOkResponse({ standardSchema: TaskPage })
  async list(
    @Query({ schema: TaskQuery }) query: TaskQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskPage>> {
    const on = shanghaiDate(await this.clock.now());
    const cursor = readCursor(query.cursor, 2);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const seen = await unitsBelow(tx, scopeRoots(identity, 'task.read'));
      const after = cursor && { at: cursor[0]!, id: cursor[1]! };
      const { rows, byState } = await taskPage(tx, query, on, seen, after);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(taskRow),
        nextCursor: last ? writeCursor(last.assignedAt.toISOString(), last.id) : null,
        counts: {
          total: byState.reduce((sum, { total }) => sum + total, 0),
          byState: Object.fromEntries(byState.map(({ state, total }) => [state, total])),
        },
      };
    });
  }

  @Post()
  @Requires('task.assign')
  @ApiCreatedResponse({ standardSchema: TaskOutcome })
  async assign(
    @Body({ schema: AssignTask }) body: AssignTask,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    const now = await this.clock.now();
    return outcome(await this.db.transaction((tx) => assignTask(tx, this.pack, body, identity, now)));
  }

  @Get(':id')
  @Requires('task.read')
  @ApiOkResponse({ standardSchema: TaskDetail })
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskDetail>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', (tx) => taskDetail(tx, id, identity, now));
  }

  @Post(':id/sign')
  @HttpCode(200)
  @Requires(TASK_FORMS.sign.permission)
  @ApiOkResponse({ standardSchema: TaskOutcome })
  sign(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: TASK_FORMS.sign.body }) body: z.infer<typeof TASK_FORMS.sign.body>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    return this.act('sign', id, body, identity);
  }

  @Post(':id/report')
  @HttpCode(200)
  @Requires(TASK_FORMS.report.permission)
  @ApiOkResponse({ standardSchema: TaskOutcome })
  report(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: TASK_FORMS.report.body }) body: z.infer<typeof TASK_FORMS.report.body>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    return this.act('report', id, body, identity);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Requires(TASK_FORMS.return.permission)
  @ApiOkResponse({ standardSchema: TaskOutcome })
  sendBack(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: TASK_FORMS.return.body }) body: z.infer<typeof TASK_FORMS.return.body>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    return this.act('return', id, body, identity);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Requires(TASK_FORMS.confirm.permission)
  @ApiOkResponse({ standardSchema: TaskOutcome })
  confirm(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: TASK_FORMS.confirm.body }) body: z.infer<typeof TASK_FORMS.confirm.body>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    return this.act('confirm', id, body, identity);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires(TASK_FORMS.cancel.permission)
  @ApiOkResponse({ standardSchema: TaskOutcome })
  cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: TASK_FORMS.cancel.body }) body: z.infer<typeof TASK_FORMS.cancel.body>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    return this.act('cancel', id, body, identity);
  }

  private async act(
    action: TaskAction,
    id: string,
    body: WriteInput & Record<string, unknown>,
    identity: Identity,
  ): Promise<z.input<typeof TaskOutcome>> {
    const now = await this.clock.now();
    const { expectedVersion, at, backdatingReason, ...given } = body;
    const input = { action, given, expectedVersion, at, backdatingReason };
    return outcome(await this.db.transaction((tx) => actOnTask(tx, this.pack, id, input, identity, now)));
  }
}
