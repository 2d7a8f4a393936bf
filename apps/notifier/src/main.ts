import { runService } from '#libs/service/run-service.js';
import { NotifierConfig } from './config.js';
import { notifier } from './service.js';

await runService(NotifierConfig, notifier);
