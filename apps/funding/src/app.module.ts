import { Module } from '@nestjs/common';
import { EvidenceController } from './evidence/evidence.controller.js';
import { ProjectController } from './project/project.controller.js';
import { ReferenceConsumer } from './project/reference.consumer.js';

@Module({ controllers: [ProjectController, EvidenceController, ReferenceConsumer] })
export class FundingModule {}
