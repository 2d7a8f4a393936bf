import { Module } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import { CLOCK, CONFIG, KAFKA, LOG } from '#libs/service/tokens.js';
import { CommandConsumer } from './command/command.consumer.js';
import { CommandController } from './command/command.controller.js';
import { CommandRunner } from './command/command.runner.js';
import type { IngestionConfig } from './config.js';
import { AddressBook } from './device/address-book.js';
import { DeviceConsumer } from './device/device.consumer.js';
import { DeviceDoorController } from './device/device-door.controller.js';
import { DeviceRegister } from './device/device-register.js';
import { DeviceSessions } from './device/device-sessions.js';
import { DoorBoard } from './device/door-board.js';
import { FeedController } from './feed/feed.controller.js';
import { ImportConsumer } from './import/import.consumer.js';
import { ImportController } from './import/import.controller.js';
import { MappingController } from './mapping/mapping.controller.js';
import { PacketSender } from './packet/packet-sender.js';

const MINUTE_MS = 60_000;

@Module({
  controllers: [
    DeviceConsumer,
    DeviceDoorController,
    CommandConsumer,
    CommandController,
    FeedController,
    ImportConsumer,
    ImportController,
    MappingController,
  ],
  providers: [
    {
      provide: DeviceRegister,
      inject: [CONFIG],
      useFactory: (config: IngestionConfig) => new DeviceRegister(config.INTERNAL_KEY),
    },
    { provide: DeviceSessions, useFactory: () => new DeviceSessions() },
    {
      provide: AddressBook,
      inject: [CONFIG],
      useFactory: (config: IngestionConfig) =>
        new AddressBook({
          mostOpen: config.HJ212_CONNECTIONS_PER_ADDRESS,
          mostNewPerMinute: config.HJ212_NEW_CONNECTIONS_PER_MINUTE,
          faultsBeforeBlock: config.HJ212_FAULTS_BEFORE_BLOCK,
          blockMs: config.HJ212_BLOCK_MINUTES * MINUTE_MS,
          mostKeptFaults: config.HJ212_FAULTS_KEPT_PER_MINUTE,
          mostKeptFaultsOfAll: config.HJ212_FAULTS_KEPT_PER_MINUTE_OF_ALL,
        }),
    },
    {
      provide: DoorBoard,
      inject: [DataSource, LOG, DeviceRegister, DeviceSessions, AddressBook],
      useFactory: (db: DataSource, log: Log, register: DeviceRegister, sessions: DeviceSessions, book: AddressBook) =>
        new DoorBoard({ db, log, register, sessions, book }),
    },
    {
      provide: CommandRunner,
      inject: [CONFIG, DataSource, CLOCK, LOG, DeviceRegister, DeviceSessions],
      useFactory: (
        config: IngestionConfig,
        db: DataSource,
        clock: Clock,
        log: Log,
        register: DeviceRegister,
        sessions: DeviceSessions,
      ) => new CommandRunner({ db, clock, log, register, sessions, lookMs: config.COMMAND_LOOK_MS }),
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
