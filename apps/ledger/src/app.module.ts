import { Module } from '@nestjs/common';
import { DispatchConsumer } from './dispatch/dispatch.consumer.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { ImportController } from './imports/import.controller.js';
import { ListController } from './list/list.controller.js';
import { MyWorkController } from './my-work/my-work.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { PlanController } from './plan/plan.controller.js';
import { ProblemActionController } from './problem/problem-action.controller.js';
import { ProblemController } from './problem/problem.controller.js';
import { ProgressController } from './progress/progress.controller.js';
import { RateController } from './rate/rate.controller.js';
import { ReferenceConsumer } from './reference/reference.consumer.js';
import { TaskController } from './task/task.controller.js';
import { WarningConsumer } from './warning/warning.consumer.js';

@Module({
  controllers: [
    ProblemController,
    ProblemActionController,
    PlanController,
    ProgressController,
    ListController,
    RateController,
    TaskController,
    MyWorkController,
    OverviewController,
    EvidenceController,
    ImportController,
    ReferenceConsumer,
    WarningConsumer,
    DispatchConsumer,
  ],
})
export class LedgerModule {}
