import { PersonState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const PersonController = registerController({
  noun: 'person',
  path: 'people',
  component: 'Person',
  contract: PersonState,
});
