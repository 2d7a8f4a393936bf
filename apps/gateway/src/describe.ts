import { describeService } from '#libs/service/run-service.js';
import { GatewayConfig } from './config.js';
import { gateway } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(GatewayConfig, gateway, { SERVICE_URLS: '{}' });
