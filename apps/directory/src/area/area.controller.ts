import { AreaState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const AreaController = registerController({
  noun: 'area',
  path: 'areas',
  component: 'Area',
  contract: AreaState,
});
