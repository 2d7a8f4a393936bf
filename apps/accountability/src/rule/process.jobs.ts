import type { ServiceParts } from '#libs/service/service-definition.js';
import type { TimerHandler } from '#libs/scheduling/scheduler.js';
import type { AccountabilityConfig } from '../config.js';
import { noRefusal } from '../no-refusal.js';
import { judgeAreaDay, PROCESS_TIMER } from './group-area-days.js';

export const processTimers = ({ pack }: ServiceParts<AccountabilityConfig>): Record<string, TimerHandler> => ({
  [PROCESS_TIMER]: (tx, timer) => noRefusal(() => judgeAreaDay(tx, pack, timer)),
});
