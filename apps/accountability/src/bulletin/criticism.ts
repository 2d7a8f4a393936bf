import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { BasisReference } from '#libs/contracts/shapes.js';
import { monthSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import { namesFor } from '../rule/names.js';
import { type IssuedAct, issuedActs } from './issued-acts.store.js';

interface Criticism {
  /** One paragraph a kind of paper, without the last full stop; null where nothing went out in the month. */
  readonly text: string | null;
  readonly references: readonly z.infer<typeof BasisReference>[];
}

/** Talks, listings, orders and letters issued in a month: whom each went to, about what, under which number, of which date. */
export const criticismOf = async (tx: EntityManager, kinds: readonly string[], month: string): Promise<Criticism> => {
  const { start, end } = spanInstants(monthSpan(month));
  const acts = await issuedActs(tx, kinds, { from: start, to: end });
  const names = await namesFor(tx, { units: acts.map(({ addresseeUnitId }) => addresseeUnitId) });
  const told = (act: IssuedAct): string =>
    `${act.addresseeUnitId === null ? '' : names.unit(act.addresseeUnitId)}（《${act.title}》，${act.number}，${writtenDate(act.datedOn)}）`;
  const paragraphs = kinds.flatMap((kind) => {
    const of = acts.filter((act) => act.kind === kind);
    return of.length === 0 ? [] : [`${of[0]!.name}${of.length}件：${of.map(told).join('、')}`];
  });
  return {
    text: paragraphs.length === 0 ? null : paragraphs.join('。\n'),
    references: acts.map(({ actId, version }) => ({ service: 'accountability', kind: 'act', id: actId, version })),
  };
};
