import { describeService } from '#libs/service/run-service.js';
import { LedgerConfig } from './config.js';
import { ledger } from './service.js';

/** The OpenAPI description of this service. */
export const describe = () => describeService(LedgerConfig, ledger);
