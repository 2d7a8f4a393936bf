/** Values of sections held as suspect or taken out, in the evidence chain. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { HeldAction, HeldState } from '#libs/domain/telemetry/held-decision.js';
import { type Fact, fact } from '#libs/evidence/fact.js';
import { findHeld, type HeldCause, type HeldEpisode, heldEpisodes } from '../held-value/held-value.store.js';
import type { Reader } from './evidence-record.js';
import { itemName, itemUnit } from '#libs/evidence/item-facts.js';
import { heldRecord } from './record-id.js';

/** What became of held values, and whether they count. */
const STANDINGS: Readonly<Record<HeldState, string>> = {
  held: '暂扣待核不参加统计',
  excluded: '已剔除不参加统计',
  released: '经核实保留并参加统计',
  withdrawn: '不再可疑并参加统计',
};
const CAUSES: Readonly<Record<HeldCause, string>> = {
  repeats: '数值重复',
  'contradicts-neighbours': '与上下游断面矛盾',
};
const STEPS: Readonly<Record<HeldAction | 'annotate', string>> = {
  exclude: '提出或决定剔除',
  release: '提出或决定保留',
  confirm: '复核同意',
  refuse: '复核不同意',
  withdraw: '撤回提议',
  annotate: '批注',
};

/** Values of a section at an instant that are or were held; not those let go by themselves, which count as if nothing had been. */
export const heldValuesAt = async (tx: EntityManager, sectionId: string, at: Date): Promise<HeldEpisode[]> =>
  (await heldEpisodes(tx, { sectionId, item: null, from: at, to: at })).filter(
    (one) => one.state !== 'withdrawn' && one.at.some((instant) => instant.getTime() === at.getTime()),
  );

/** What is said beside values of a row: a figure made before the instant of the decision may have counted otherwise. */
export const standingFacts = (held: readonly HeldEpisode[]): Fact[] =>
  held.flatMap(({ item, state, reason, decidedAt }) =>
    fact(
      `${itemName(item)}审核`,
      `${STANDINGS[state]}${decidedAt === null ? '' : `（${decidedAt.toISOString()}${reason === null ? '' : `，${reason}`}）`}`,
    ),
  );

/** Values held together, with each step people took. */
export const heldValue: Reader = async (tx, id) => {
  const one = z.uuid().safeParse(id).success ? await findHeld(tx, id) : null;
  if (!one) return null;
  return {
    record: {
      ...heldRecord(one.id),
      title: `${one.sectionId} ${itemName(one.item)} ${STANDINGS[one.state]}`,
      at: one.firstAt,
      facts: [
        ...fact(itemName(one.item), one.value, itemUnit(one.item)),
        ...fact('可疑原因', CAUSES[one.cause]),
        ...fact('对照值', one.median, itemUnit(one.item)),
        ...fact('数据行数', one.at.length),
        ...fact('最早', one.firstAt.toISOString()),
        ...fact('最晚', one.lastAt.toISOString()),
        ...fact('状态', STANDINGS[one.state]),
        ...one.steps.flatMap(({ action, at, name, reason }) => fact(STEPS[action], `${name} ${at}：${reason}`)),
      ],
    },
    references: [],
  };
};
