import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { AccountEntity, RoleAssignmentEntity } from './account/account.entity.js';
import { CreateDirectory1767225600000 } from './migrations/1767225600000-create-directory.js';
import { SessionEntity } from './session/session.entity.js';

export const directoryDataSource = (url: string) =>
  serviceDataSource({
    schema: 'directory',
    url,
    entities: [AccountEntity, RoleAssignmentEntity, SessionEntity],
    migrations: [HouseTables1700000000000, CreateDirectory1767225600000],
  });
