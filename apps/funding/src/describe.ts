import { describeService } from '#libs/service/run-service.js';
import { FundingConfig } from './config.js';
import { funding } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(FundingConfig, funding);
