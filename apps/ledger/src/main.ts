import { runService } from '#libs/service/run-service.js';
import { LedgerConfig } from './config.js';
import { ledger } from './service.js';

await runService(LedgerConfig, ledger);
