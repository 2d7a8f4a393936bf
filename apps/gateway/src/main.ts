import { runService } from '#libs/service/run-service.js';
import { GatewayConfig } from './config.js';
import { gateway } from './service.js';

await runService(GatewayConfig, gateway);
