import { createHash } from 'node:crypto';
import { citedByKey } from '#libs/domain/evidence-key.js';
import type { Question } from './check.js';
import type { Chain } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

/** Where the chain goes on from a node. */
const pathOf = (key: string): string => {
  const { service, kind, id, version } = citedByKey(key);
  const path = `/evidence-chains/${[service, kind, id].map(encodeURIComponent).join('/')}`;
  return version === undefined ? path : `${path}?version=${version}`;
};

const PACKET = /^monitoring\/packet\/(\d+)$/;
const MOST_WALKS = 8;

/**
 * Follows a chain down to a raw packet as a person would: where it is cut off, on from the deepest record that still
 * refers to others.
 */
const packetUnder = async ({ doors }: SeasonSeen, path: string): Promise<{ packet: string; steps: string[] }> => {
  const steps: string[] = [];
  let next = path;
  for (let walk = 0; walk < MOST_WALKS; walk++) {
    const chain: Chain = await doors.chain(next);
    const troubled = chain.nodes.find(({ trouble }) => trouble !== null);
    if (troubled) throw new Error(`${troubled.key}: ${troubled.trouble}`);
    steps.push(...chain.nodes.map(({ record }) => record?.kind ?? ''));
    const packet = chain.nodes.map(({ key }) => PACKET.exec(key)?.[1]).find((id) => id !== undefined);
    if (packet !== undefined) return { packet, steps: [...new Set(steps)] };
    const shown = new Set(chain.nodes.map(({ key }) => key));
    const open = chain.nodes.findLast(({ references }) => references.some((key) => !shown.has(key)));
    if (!open) throw new Error(`ends at ${chain.nodes.at(-1)?.key} after ${[...new Set(steps)].join(' → ')}`);
    next = pathOf(open.key);
  }
  throw new Error(`no packet after ${MOST_WALKS} walks: ${[...new Set(steps)].join(' → ')}`);
};

/** Whether a chain ends at a packet whose bytes have the hash noted for them. */
const endsAtPacket = async (season: SeasonSeen, path: string) => {
  const { packet, steps } = await packetUnder(season, path);
  const { sha256, hex, length, isIntact, isPasswordHidden } = await season.doors.rawPacket(packet);
  const bytes = Buffer.from(hex, 'hex');
  return {
    passes: steps.some((kind) => kind === 'indicator'),
    hasBytes: bytes.length > 0 && bytes.length === length,
    isSame: isPasswordHidden ? isIntact : createHash('sha256').update(bytes).digest('hex') === sha256,
    isIntact,
  };
};
const INTACT = { passes: true, hasBytes: true, isSame: true, isIntact: true };

const figureOf = async (season: SeasonSeen, cause: string, kind: string, definition: string): Promise<string> => {
  const act = (await season.doors.acts()).find((one) => one.cause === cause && one.kind === kind);
  if (!act) throw new Error(`no ${kind} of ${cause}`);
  const { figures } = await season.doors.act(act.id);
  const figure = figures.find((one) => one.definition === definition);
  if (!figure) throw new Error(`${kind} of ${cause} has no figure of ${definition}`);
  return figure.evidencePath;
};

const figureQuestion = (
  season: SeasonSeen,
  id: string,
  words: string,
  from: string,
  of: { cause: string; kind: string; definition: string },
): Question => ({
  id,
  words,
  from,
  expected: INTACT,
  found: async () => endsAtPacket(season, await figureOf(season, of.cause, of.kind, of.definition)),
});

/** From a printed figure down to the bytes that came in. */
export const evidencePart: Part = (season) => [
  {
    id: 'evidence-air-warning',
    words: 'the first air warning rests on packets whose bytes have the hash noted for them',
    from: '2026-05-07 01:00',
    expected: INTACT,
    found: async () => {
      const first = (await season.doors.warnings())
        .filter(({ ruleClass }) => ruleClass === 'air-process')
        .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0];
      if (!first) throw new Error('no air warning');
      return endsAtPacket(season, `/evidence-chains/accountability/warning/${first.warningId}`);
    },
  },
  {
    id: 'evidence-T-07',
    words: 'a figure of the first letter on T-07 leads to what the ledger holds of it',
    from: '2026-05-08 20:00',
    expected: { troubles: [], reachesRecord: true },
    found: async () => {
      const path = await figureOf(season, 'T-07', 'warning-yellow', 'ledger.item.lag');
      const { nodes } = await season.doors.chain(path);
      return {
        troubles: nodes.filter(({ trouble }) => trouble !== null).map(({ key, trouble }) => `${key}: ${trouble}`),
        reachesRecord: nodes.some(({ key }) => key.startsWith('ledger/problem')),
      };
    },
  },
  figureQuestion(
    season,
    'evidence-ranking',
    'the index of the ranking letter goes down to a packet',
    '2026-06-08 20:00',
    {
      cause: 'ranking/area-f',
      kind: 'warning-yellow',
      definition: 'air.area.month.composite-index',
    },
  ),
  figureQuestion(
    season,
    'evidence-talk',
    'the index of the talk on the ranking goes down to a packet',
    '2026-07-13 20:00',
    {
      cause: 'ranking/area-f',
      kind: 'talk',
      definition: 'air.area.month.composite-index',
    },
  ),
  figureQuestion(
    season,
    'evidence-section',
    'the class in the letter on a section goes down to a packet',
    '2026-07-28 20:00',
    {
      cause: 'section/DM02',
      kind: 'warning-yellow',
      definition: 'water.section.week.class',
    },
  ),
];
