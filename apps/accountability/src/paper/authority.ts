import type { EntityManager } from 'typeorm';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { TemplateValues } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';
import type { InstructionEntity } from '../instruction/instruction.entity.js';
import { postName } from './post-names.js';

/**
 * What a leader's instruction gives a paper to rest on. It does not bring in the Regulations on Government Supervision: the
 * office may act under them only where the government designated it for this matter (arts. 6, 7), and that
 * paper is named by hand. Where the leader alone signs the paper too, he is not named twice.
 */
export const authorityOf = async (
  tx: EntityManager,
  pack: Pack,
  instruction: Pick<InstructionEntity, 'leaderPostId' | 'givenOn'> | null,
  signerPostIds: readonly (string | null)[] = [],
): Promise<TemplateValues> => {
  if (!instruction) return {};
  const { leaderPostId, givenOn } = instruction;
  return {
    governmentAuthority: `${await postName(tx, pack, leaderPostId, givenOn)}${writtenDate(givenOn)}批示`,
    ...(signerPostIds.length > 0 && signerPostIds.every((id) => id === leaderPostId) ? { approver: '其' } : {}),
  };
};
