import type { EntityManager } from 'typeorm';
import type { TemplateValue } from '#libs/documents/template.js';
import type { ActEntity } from '../act/act.entity.js';
import { earlierActs } from '../act/act.store.js';
import { earlierPapers } from './standing-values.js';
import { valuesFor } from './template-copy.js';

/** The value of a template that names earlier papers of the same warning. */
export const EARLIER = 'earlierActs';

/** What the act's template would say of earlier papers as they stand; empty where it names none. */
export const earlierOf = async (tx: EntityManager, act: ActEntity): Promise<TemplateValue> => {
  const earlier = act.warningId === null ? [] : await earlierActs(tx, act.warningId, act.correctsActId);
  return valuesFor(act.template, { [EARLIER]: earlierPapers(earlier) })[EARLIER] ?? [];
};
