import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { ListEntity } from './list/list.entity.js';
import { CreateLedger1767225600000 } from './migrations/1767225600000-create-ledger.js';
import { CreateLedgerWork1767225600001 } from './migrations/1767225600001-create-ledger-work.js';
import { GroupReferences1767225600181 } from './migrations/1767225600181-group-references.js';
import { ProblemEntity, ProblemItemEntity } from './problem/problem.entity.js';
import { TaskEntity } from './task/task.entity.js';

export const ledgerDataSource = (url: string) =>
  serviceDataSource({
    schema: 'ledger',
    url,
    entities: [ListEntity, ProblemEntity, ProblemItemEntity, TaskEntity],
    migrations: [
      HouseTables1700000000000,
      CreateLedger1767225600000,
      CreateLedgerWork1767225600001,
      GroupReferences1767225600181,
    ],
  });
