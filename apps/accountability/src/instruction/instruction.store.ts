import { type EntityManager, In } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import { InstructionEntity } from './instruction.entity.js';

export const findInstruction = (tx: EntityManager, instructionId: string): Promise<InstructionEntity | null> =>
  tx.findOneBy(InstructionEntity, { instructionId });

/** The latest instruction on a ladder given by an instant. */
export const latestInstruction = (
  tx: EntityManager,
  ladderId: string,
  until: Date,
): Promise<InstructionEntity | null> =>
  tx
    .createQueryBuilder(InstructionEntity, 'i')
    .where('i.ladderId = :ladderId and i.givenAt <= :until', { ladderId, until })
    .orderBy('i.givenAt', 'DESC')
    .limit(1)
    .getOne();

export const instructionsOf = (tx: EntityManager, ladderId: string): Promise<InstructionEntity[]> =>
  tx.find(InstructionEntity, { where: { ladderId }, order: { givenAt: 'ASC' }, take: 200 });

/** Instructions of a filter within the given units, the latest first. */
export const instructionPage = async (
  tx: EntityManager,
  filter: {
    readonly warningId?: string | undefined;
    readonly ladderId?: string | undefined;
    readonly subjectKind?: string | undefined;
    readonly subjectId?: string | undefined;
    readonly limit: number;
  },
  roots: readonly string[],
  after: { readonly givenAt: Date; readonly id: string } | null,
): Promise<InstructionEntity[]> => {
  const rows = await select<{ instructionId: string }>(
    tx,
    `select i.instruction_id from instruction i
      where i.unit_path && $1::text[]
        and ($2::uuid is null or i.warning_id = $2) and ($3::uuid is null or i.ladder_id = $3)
        and ($4::text is null or i.subject_kind = $4) and ($5::text is null or i.subject_id = $5)
        and ($6::timestamptz is null or (i.given_at, i.instruction_id) < ($6, $7::uuid))
      order by i.given_at desc, i.instruction_id desc limit $8`,
    [
      roots,
      filter.warningId ?? null,
      filter.ladderId ?? null,
      filter.subjectKind ?? null,
      filter.subjectId ?? null,
      after?.givenAt ?? null,
      after?.id ?? null,
      filter.limit,
    ],
  );
  const found = await tx.findBy(InstructionEntity, {
    instructionId: In(rows.map(({ instructionId }) => instructionId)),
  });
  return rows.flatMap(({ instructionId }) => found.find((one) => one.instructionId === instructionId) ?? []);
};
