import { Module } from '@nestjs/common';
import { AccountController } from './account/account.controller.js';
import { AreaController } from './area/area.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { DutyController } from './duty/duty.controller.js';
import { ImportController } from './imports/import.controller.js';
import { PersonController } from './person/person.controller.js';
import { PostController } from './post/post.controller.js';
import { RoleController } from './role/role.controller.js';
import { SessionController } from './session/session.controller.js';
import { UnitController } from './unit/unit.controller.js';

@Module({
  controllers: [
    UnitController,
    PostController,
    PersonController,
    AreaController,
    DutyController,
    CalendarController,
    RoleController,
    AccountController,
    SessionController,
    ImportController,
  ],
})
export class DirectoryModule {}
