import type { EntityManager } from 'typeorm';
import type { Pack } from '#libs/policy/pack.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { Matter, MatterReader } from './matter.js';
import { itemMatter } from './matter-item.js';
import { plainMatter } from './matter-plain.js';
import { rankingMatter } from './matter-ranking.js';
import { sectionMatter } from './matter-section.js';

/** By class of rule; what is not named here is told by the warning's own title. */
const READERS: Readonly<Record<string, MatterReader>> = {
  'item-lag': itemMatter,
  'ranking-last': rankingMatter,
  'section-failing': sectionMatter,
};

/** What a warning is about, read from the history of indicators up to `until` (business time). */
export const matterOf = async (tx: EntityManager, pack: Pack, warning: WarningRow, until: Date): Promise<Matter> =>
  (await READERS[warning.ruleClass]?.(tx, pack, warning, until)) ?? plainMatter(tx, pack, warning, until);
