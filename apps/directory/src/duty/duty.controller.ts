import { DutyState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const DutyController = registerController({
  noun: 'duty',
  path: 'duties',
  component: 'Duty',
  contract: DutyState,
});
