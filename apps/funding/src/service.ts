import { sealSchedules } from '#libs/service/seal-schedules.js';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { FundingModule } from './app.module.js';
import type { FundingConfig } from './config.js';
import { fundingDataSource } from './data-source.js';
import { publishFigures } from './seal/publish-figures.js';

export const funding: ServiceDefinition<FundingConfig> = {
  name: 'funding',
  dataSource: fundingDataSource,
  module: FundingModule,
  schedules: ({ pack }) => sealSchedules(pack, 'funding', (tx, seal) => publishFigures(tx, pack, seal)),
};
