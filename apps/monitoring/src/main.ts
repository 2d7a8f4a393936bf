import { runService } from '#libs/service/run-service.js';
import { MonitoringConfig } from './config.js';
import { monitoring } from './service.js';

await runService(MonitoringConfig, monitoring);
