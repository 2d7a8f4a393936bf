import { runService } from '#libs/service/run-service.js';
import { IngestionConfig } from './config.js';
import { ingestion } from './service.js';

await runService(IngestionConfig, ingestion);
