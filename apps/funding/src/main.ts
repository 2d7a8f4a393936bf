import { runService } from '#libs/service/run-service.js';
import { FundingConfig } from './config.js';
import { funding } from './service.js';

await runService(FundingConfig, funding);
