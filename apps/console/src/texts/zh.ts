import { blackWatersZh } from '../monitoring/black-waters/texts.js';
import { airComparisonZh } from '../monitoring/compare/texts.js';
import { dustDaysZh } from '../monitoring/compare/dust-texts.js';
import { dispatchZh } from '../dispatch/texts.js';
import { evidenceZh } from '../evidence/texts.js';
import { formsZh } from '../forms/texts.js';
import { fundsZh } from '../funds/texts.js';
import { deviceEntryZh } from '../monitoring/devices/entry-texts.js';
import { devicesZh } from '../monitoring/devices/texts.js';
import { faultsZh } from '../monitoring/faults/texts.js';
import { hourVoidsZh } from '../monitoring/review/texts.js';
import { monitoringZh } from '../monitoring/texts.js';
import { outletsZh } from '../monitoring/outlets/outlet-texts.js';
import { waterZh } from '../monitoring/waters/water-texts.js';
import { operationsZh } from '../operations/texts.js';
import { overviewZh } from '../overview/texts.js';
import { pressureZh } from '../pressure/texts.js';
import { problemsZh } from '../problems/texts.js';
import { importsZh } from '../monitoring/imports/texts.js';
import { indicatorsZh } from '../monitoring/indicators/texts.js';
import { registerZh } from '../monitoring/register/texts.js';
import { yearsZh } from '../monitoring/compare/years-texts.js';
import { targetsZh } from '../monitoring/targets/texts.js';
import { wallZh } from '../wall/texts.js';
import { workZh } from '../work/texts.js';
import { frameZh } from './frame.js';

/** Chinese texts of the console, gathered from the pages; `en.ts` has to have the same keys. */
export const zh = {
  ...frameZh,
  forms: formsZh,
  problems: problemsZh,
  work: workZh,
  funds: fundsZh,
  monitoring: monitoringZh,
  deviceEntry: deviceEntryZh,
  devices: devicesZh,
  faults: faultsZh,
  hourVoids: hourVoidsZh,
  airComparison: airComparisonZh,
  dustDays: dustDaysZh,
  blackWaters: blackWatersZh,
  imports: importsZh,
  targets: targetsZh,
  indicators: indicatorsZh,
  outlets: outletsZh,
  register: registerZh,
  years: yearsZh,
  water: waterZh,
  operations: operationsZh,
  wall: wallZh,
  pressure: pressureZh,
  overview: overviewZh,
  evidence: evidenceZh,
  dispatch: dispatchZh,
} as const;
