import { RoleState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const RoleController = registerController({
  noun: 'role',
  path: 'roles',
  component: 'Role',
  contract: RoleState,
});
