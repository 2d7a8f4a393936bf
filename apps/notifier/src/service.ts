import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { NotifierModule } from './app.module.js';
import { createChannelSender } from './channel/channel-sender.js';
import type { NotifierConfig } from './config.js';
import { notifierDataSource } from './data-source.js';
import { dueDeliveries } from './delivery/delivery.store.js';
import { makeDelivery } from './delivery/make-delivery.js';

export const notifier: ServiceDefinition<NotifierConfig> = {
  name: 'notifier',
  dataSource: notifierDataSource,
  module: NotifierModule,
  jobs: ({ config, db, pack, clock }) => {
    const sender = createChannelSender(config);
    return {
      deliver: {
        run: async ({ id }) => {
          await makeDelivery(db, sender, pack, id, await clock.now());
        },
        pending: async (tx, limit) => dueDeliveries(tx, await clock.now(), limit),
      },
    };
  },
};
