import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { ActEntity } from './act/act.entity.js';
import { InstructionEntity } from './instruction/instruction.entity.js';
import { LadderDutyEntity, LadderEntity, LadderStepEntity } from './ladder/ladder.entity.js';
import { CreateAccountability1767225600000 } from './migrations/1767225600000-create-accountability.js';
import { CreateActs1767225600001 } from './migrations/1767225600001-create-acts.js';
import { TellNeverHeard1767225600106 } from './migrations/1767225600106-tell-never-heard.js';
import { GroupReferences1767225600180 } from './migrations/1767225600180-group-references.js';
import { KeepLadderVersions1767225600195 } from './migrations/1767225600195-keep-ladder-versions.js';
import { SealOriginals1767225600107 } from './migrations/1767225600107-seal-originals.js';

export const accountabilityDataSource = (url: string) =>
  serviceDataSource({
    schema: 'accountability',
    url,
    entities: [
      // ladders, acts, instructions, evidence
      LadderEntity,
      LadderStepEntity,
      LadderDutyEntity,
      ActEntity,
      InstructionEntity,
    ],
    migrations: [
      HouseTables1700000000000,
      CreateAccountability1767225600000,
      // ladders, acts, instructions, evidence
      CreateActs1767225600001,
      TellNeverHeard1767225600106,
      SealOriginals1767225600107,
      GroupReferences1767225600180,
      KeepLadderVersions1767225600195,
    ],
  });
