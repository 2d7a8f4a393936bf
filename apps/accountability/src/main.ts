import { runService } from '#libs/service/run-service.js';
import { AccountabilityConfig } from './config.js';
import { accountability } from './service.js';

await runService(AccountabilityConfig, accountability);
