import { Module } from '@nestjs/common';
import { CONFIG } from '#libs/service/tokens.js';
import { BoardConsumer } from './board/board.consumer.js';
import { BoardController } from './board/board.controller.js';
import type { GatewayConfig } from './config.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { FileController } from './file/file.controller.js';
import { LiveController } from './live/live.controller.js';
import { OperationsOverviewController } from './operations/overview.controller.js';
import { SessionClient } from './sign-in/session-client.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { VocabularyController } from './vocabulary/vocabulary.controller.js';

@Module({
  controllers: [
    SignInController,
    BoardController,
    BoardConsumer,
    LiveController,
    EvidenceController,
    FileController,
    OperationsOverviewController,
    VocabularyController,
  ],
  providers: [
    {
      provide: SessionClient,
      inject: [CONFIG],
      useFactory: (config: GatewayConfig) =>
        new SessionClient({ directoryUrl: config.SERVICE_URLS['directory'] ?? '', internalKey: config.INTERNAL_KEY }),
    },
  ],
})
export class GatewayModule {}
