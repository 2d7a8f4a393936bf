import { describeService } from '#libs/service/run-service.js';
import { AccountabilityConfig } from './config.js';
import { accountability } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(AccountabilityConfig, accountability);
