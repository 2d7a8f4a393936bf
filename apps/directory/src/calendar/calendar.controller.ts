import { CalendarState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const CalendarController = registerController({
  noun: 'calendar',
  path: 'calendars',
  component: 'Calendar',
  contract: CalendarState,
});
