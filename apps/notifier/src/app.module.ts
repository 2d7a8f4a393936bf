import { Module } from '@nestjs/common';
import type { Pack } from '#libs/policy/pack.js';
import { CONFIG, PACK } from '#libs/service/tokens.js';
import { OPEN_CHANNELS, openChannels } from './channel/open-channels.js';
import type { NotifierConfig } from './config.js';
import { DeliveryConsumer } from './delivery/delivery.consumer.js';
import { InboxController } from './inbox/inbox.controller.js';

@Module({
  controllers: [DeliveryConsumer, InboxController],
  providers: [
    {
      provide: OPEN_CHANNELS,
      inject: [CONFIG, PACK],
      useFactory: (config: NotifierConfig, pack: Pack) => openChannels(config, pack),
    },
  ],
})
export class NotifierModule {}
