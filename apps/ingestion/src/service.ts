import type { FastifyInstance } from 'fastify';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { IngestionModule } from './app.module.js';
import { CommandRunner } from './command/command.runner.js';
import type { IngestionConfig } from './config.js';
import { ingestionDataSource } from './data-source.js';
import { AddressBook } from './device/address-book.js';
import { openDeviceListener } from './device/device.listener.js';
import { DeviceRegister } from './device/device-register.js';
import { DeviceSessions } from './device/device-sessions.js';
import { DoorBoard } from './device/door-board.js';
import { importJobs } from './import/import.jobs.js';
import { watchLag } from './packet/lag-watch.js';
import { PacketSender } from './packet/packet-sender.js';

export const ingestion: ServiceDefinition<IngestionConfig> = {
  name: 'ingestion',
  dataSource: ingestionDataSource,
  module: IngestionModule,
  jobs: importJobs,
  prepareHttp: (app, { config }) => {
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    fastify.addContentTypeParser(
      'text/csv',
      { parseAs: 'string', bodyLimit: config.FEED_MEGABYTES * 1024 * 1024 },
      (_request, body, done) => done(null, body),
    );
    return Promise.resolve();
  },
  openDoors: async (parts) => {
    const { app, config, clock, log, db, kafka } = parts;
    const sender = app.get(PacketSender);
    const register = app.get(DeviceRegister);
    const [sessions, commands, book] = [app.get(DeviceSessions), app.get(CommandRunner), app.get(AddressBook)];
    await register.load(db.manager);
    await sender.connect();
    const listener = await openDeviceListener({ config, register, sessions, commands, book, sender, clock, log });
    commands.start();
    const board = app.get(DoorBoard);
    board.start();
    const lag = watchLag({
      kafka,
      namespace: config.NAMESPACE,
      most: config.MOST_LAG,
      log,
      hold: (isHeld) => listener.hold(isHeld),
    });
    log.info({ port: listener.port, securePort: listener.securePort }, 'HJ 212 door open');
    return {
      close: async () => {
        await board.close();
        await commands.close();
        await listener.close();
        await lag.close();
        await sender.close();
      },
    };
  },
};
