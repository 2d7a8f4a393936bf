import { UnitState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';
import { placeUnit } from './place-unit.js';

export const UnitController = registerController({
  noun: 'unit',
  path: 'units',
  component: 'Unit',
  contract: UnitState,
  derived: ['path'],
  complete: placeUnit,
});
