import { describeService } from '#libs/service/run-service.js';
import { NotifierConfig } from './config.js';
import { notifier } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(NotifierConfig, notifier);
