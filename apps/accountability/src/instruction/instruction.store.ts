import type { EntityManager } from 'typeorm';
import { InstructionEntity } from './instruction.entity.js';

export const findInstruction = (tx: EntityManager, instructionId: string): Promise<InstructionEntity | null> =>
  tx.findOneBy(InstructionEntity, { instructionId });

/** The latest instruction on a ladder given by an instant. */
export const latestInstruction = (tx: EntityManager, ladderId: string, until: Date): Promise<InstructionEntity | null> =>
  tx
    .createQueryBuilder(InstructionEntity, 'i')
    .where('i.ladderId = :ladderId and i.givenAt <= :until', { ladderId, until })
    .orderBy('i.givenAt', 'DESC')
    .limit(1)
    .getOne();

export const instructionsOf = (tx: EntityManager, ladderId: string): Promise<InstructionEntity[]> =>
  tx.find(InstructionEntity, { where: { ladderId }, order: { givenAt: 'ASC' }, take: 200 });
