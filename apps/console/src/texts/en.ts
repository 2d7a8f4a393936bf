import { blackWatersEn } from '../monitoring/black-waters/texts.js';
import { airComparisonEn } from '../monitoring/compare/texts.js';
import { dustDaysEn } from '../monitoring/compare/dust-texts.js';
import { dispatchEn } from '../dispatch/texts.js';
import { evidenceEn } from '../evidence/texts.js';
import { formsEn } from '../forms/texts.js';
import { fundsEn } from '../funds/texts.js';
import { deviceEntryEn } from '../monitoring/devices/entry-texts.js';
import { devicesEn } from '../monitoring/devices/texts.js';
import { faultsEn } from '../monitoring/faults/texts.js';
import { hourVoidsEn } from '../monitoring/review/texts.js';
import { monitoringEn } from '../monitoring/texts.js';
import { outletsEn } from '../monitoring/outlets/outlet-texts.js';
import { waterEn } from '../monitoring/waters/water-texts.js';
import { operationsEn } from '../operations/texts.js';
import { overviewEn } from '../overview/texts.js';
import { pressureEn } from '../pressure/texts.js';
import { problemsEn } from '../problems/texts.js';
import { importsEn } from '../monitoring/imports/texts.js';
import { indicatorsEn } from '../monitoring/indicators/texts.js';
import { registerEn } from '../monitoring/register/texts.js';
import { yearsEn } from '../monitoring/compare/years-texts.js';
import { targetsEn } from '../monitoring/targets/texts.js';
import { wallEn } from '../wall/texts.js';
import { workEn } from '../work/texts.js';
import { frameEn } from './frame.js';
import type { Texts } from './shape.js';
import type { zh } from './zh.js';

export const en: Texts<typeof zh> = {
  ...frameEn,
  forms: formsEn,
  problems: problemsEn,
  work: workEn,
  funds: fundsEn,
  monitoring: monitoringEn,
  deviceEntry: deviceEntryEn,
  devices: devicesEn,
  faults: faultsEn,
  hourVoids: hourVoidsEn,
  airComparison: airComparisonEn,
  dustDays: dustDaysEn,
  blackWaters: blackWatersEn,
  imports: importsEn,
  targets: targetsEn,
  indicators: indicatorsEn,
  outlets: outletsEn,
  register: registerEn,
  years: yearsEn,
  water: waterEn,
  operations: operationsEn,
  wall: wallEn,
  pressure: pressureEn,
  overview: overviewEn,
  evidence: evidenceEn,
  dispatch: dispatchEn,
};
