import { type DataState, lowestDataState } from '#libs/domain/telemetry/data-state.js';
import type { DayInForce } from './period-days.store.js';

/** How far the least looked-at of some days has been looked at; null where nothing was heard: that has nothing to review. */
export const dataStateOfDays = (days: readonly Pick<DayInForce, 'values' | 'dataState'>[]): DataState | null => {
  const heard = days.filter(({ values }) => Object.keys(values).length > 0);
  return heard.length === 0 ? null : lowestDataState(heard.map(({ dataState }) => dataState));
};
