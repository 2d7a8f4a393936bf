import { runService } from '#libs/service/run-service.js';
import { DirectoryConfig } from './config.js';
import { directory } from './service.js';

await runService(DirectoryConfig, directory);
