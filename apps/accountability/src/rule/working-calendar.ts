import type { EntityManager } from 'typeorm';
import { CalendarState } from '#libs/contracts/directory.events.js';
import { buildWorkingCalendar, type WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import { allReferences } from '#libs/messaging/reference.js';

/** The working calendar as directory publishes it; a year without an official notice counts Monday to Friday (暂定). */
export const workingCalendar = async (tx: EntityManager): Promise<WorkingCalendar> =>
  buildWorkingCalendar(await allReferences(tx, CalendarState));
