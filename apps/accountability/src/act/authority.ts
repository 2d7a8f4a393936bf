import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import type { InstructionEntity } from '../instruction/instruction.entity.js';
import { postName } from './post-names.js';

/** Kind of the post whose instruction makes a matter one of government supervision. */
const HEAD = 'head';

/**
 * What a leader's instruction gives a paper to rest on. Every leader's is named; the Regulations on Government Supervision
 * only stand behind a decision of the government or its head's instruction (art. 11; governance 4.4).
 */
export const authorityOf = async (
  tx: EntityManager,
  pack: Pack,
  instruction: Pick<InstructionEntity, 'leaderPostId' | 'givenOn'> | null,
): Promise<TemplateValues> => {
  if (!instruction) return {};
  const { leaderPostId, givenOn } = instruction;
  return {
    governmentAuthority: `${await postName(tx, pack, leaderPostId, givenOn)}${writtenDate(givenOn)}批示`,
    underSupervisionRegulations: (await findReference(tx, PostState, leaderPostId))?.kind === HEAD,
  };
};
