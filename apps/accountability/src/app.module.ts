import { Module } from '@nestjs/common';
import { ActActionController } from './act/act-action.controller.js';
import { ActController } from './act/act.controller.js';
import { AssessmentController } from './assessment/assessment.controller.js';
import { BulletinController } from './bulletin/bulletin.controller.js';
import { DispatchController } from './dispatch/dispatch.controller.js';
import { ProblemConsumer } from './dispatch/problem.consumer.js';
import { EvidenceChainController } from './evidence-chain.controller.js';
import { IndicatorConsumer } from './indicator/indicator.consumer.js';
import { IndicatorController } from './indicator/indicator.controller.js';
import { ReferenceConsumer } from './indicator/reference.consumer.js';
import { InstructionController } from './instruction/instruction.controller.js';
import { LadderController } from './ladder/ladder.controller.js';
import { ExceedanceConsumer } from './rule/exceedance.consumer.js';
import { WarningController } from './warning/warning.controller.js';

@Module({
  controllers: [
    // indicators, warnings, dispatches, assessments, bulletins
    ReferenceConsumer,
    IndicatorConsumer,
    IndicatorController,
    ExceedanceConsumer,
    WarningController,
    ProblemConsumer,
    DispatchController,
    AssessmentController,
    BulletinController,
    EvidenceChainController,
    // ladders, acts, instructions, evidence
    LadderController,
    ActController,
    ActActionController,
    InstructionController,
  ],
})
export class AccountabilityModule {}
