import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateImport1767225600000 } from './migrations/1767225600000-create-import.js';
import { CreateDeviceCommand1767225600010 } from './migrations/1767225600010-create-device-command.js';
import { MendImports1767225600020 } from './migrations/1767225600020-mend-imports.js';
import { CreateColumnMapping1767225600021 } from './migrations/1767225600021-create-column-mapping.js';
import { CreateDeviceDoor1767225600022 } from './migrations/1767225600022-create-device-door.js';
import { NoteColumns1767225600023 } from './migrations/1767225600023-note-columns.js';

/** Packets go to Kafka and devices come from there; what lasts here are imports of files and commands to devices. */
export const ingestionDataSource = (url: string) =>
  serviceDataSource({
    schema: 'ingestion',
    url,
    entities: [],
    migrations: [
      HouseTables1700000000000,
      CreateImport1767225600000,
      CreateDeviceCommand1767225600010,
      MendImports1767225600020,
      CreateColumnMapping1767225600021,
      CreateDeviceDoor1767225600022,
      NoteColumns1767225600023,
    ],
    poolSize: 5,
  });
