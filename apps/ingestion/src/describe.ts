import { describeService } from '#libs/service/run-service.js';
import { IngestionConfig } from './config.js';
import { ingestion } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(IngestionConfig, ingestion, { HJ212_PORT: '0' });
