import { describeService } from '#libs/service/run-service.js';
import { MonitoringConfig } from './config.js';
import { monitoring } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(MonitoringConfig, monitoring);
