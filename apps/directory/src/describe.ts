import { describeService } from '#libs/service/run-service.js';
import { DirectoryConfig } from './config.js';
import { directory } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(DirectoryConfig, directory);
