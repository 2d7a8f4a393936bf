import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { DirectoryModule } from './app.module.js';
import type { DirectoryConfig } from './config.js';
import { directoryDataSource } from './data-source.js';

export const directory: ServiceDefinition<DirectoryConfig> = {
  name: 'directory',
  dataSource: directoryDataSource,
  module: DirectoryModule,
};
