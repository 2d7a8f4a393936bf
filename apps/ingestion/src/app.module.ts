import { Module } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import type { Log } from '#libs/observability/log.js';
import { CONFIG, KAFKA, LOG } from '#libs/service/tokens.js';
import type { IngestionConfig } from './config.js';
import { DeviceConsumer } from './device/device.consumer.js';
import { DeviceRegister } from './device/device-register.js';
import { FeedController } from './feed/feed.controller.js';
import { ImportConsumer } from './import/import.consumer.js';
import { ImportController } from './import/import.controller.js';
import { PacketSender } from './packet/packet-sender.js';

@Module({
  controllers: [DeviceConsumer, FeedController, ImportConsumer, ImportController],
  providers: [
    {
      provide: DeviceRegister,
      inject: [CONFIG],
      useFactory: (config: IngestionConfig) => new DeviceRegister(config.INTERNAL_KEY),
    },
    {
      provide: PacketSender,
      inject: [CONFIG, KAFKA, LOG],
      useFactory: (config: IngestionConfig, kafka: Kafka, log: Log) =>
        new PacketSender({ kafka, namespace: config.NAMESPACE, log }),
    },
  ],
})
export class IngestionModule {}
