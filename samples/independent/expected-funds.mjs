/** Execution of the six projects at a cut-off, in cents of 万元; paid over allocated. */
import { readSampleJson, roundHalfEven, scaled } from './arithmetic.mjs';

const LINE = 30;

export function fundsOfSeason(cutoff) {
  const { actions } = readSampleJson('script.json');
  const projects = readSampleJson('city/projects.json').map((project) => {
    const allocated = project.notices.reduce((sum, { amount }) => sum + scaled(amount, 2), 0);
    const entries = new Map();
    for (const { at, action, target, with: given } of actions) {
      if (target !== project.id || at.slice(0, 10) > cutoff) continue;
      if (action === 'post-payment') entries.set(given.entry, scaled(given.amount, 2));
      if (action === 'reverse-payment') entries.set(given.entry, -entries.get(given.reverses));
    }
    const paid = [...entries.values()].reduce((sum, amount) => sum + amount, 0);
    return { id: project.id, allocated, paid, entries: entries.size, started: project.actualStart !== null };
  });
  const total = (field) => projects.reduce((sum, project) => sum + project[field], 0);
  return {
    cutoff,
    projects: projects.map(({ id, allocated, paid, entries, started }) => ({
      id,
      allocated: money(allocated),
      paid: money(paid),
      entries,
      rate: below(paid, allocated),
      reaches30: paid * 100 >= allocated * LINE,
      started,
    })),
    reaching30: projects.filter(({ paid, allocated }) => paid * 100 >= allocated * LINE).length,
    notStarted: projects.filter(({ started }) => !started).length,
    allocated: money(total('allocated')),
    paid: money(total('paid')),
    rate: below(total('paid'), total('allocated')),
  };
}

const money = (cents) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/**
 * One decimal, half to even; but a rate below the 30 percent line or below 100 is never printed as having reached it:
 * then it is cut instead.
 */
function below(part, whole) {
  const half = roundHalfEven(BigInt(part) * 1000n, BigInt(whole));
  const cut = Math.floor((part * 1000) / whole);
  const hides = [LINE * 10, 1000].some((line) => half >= line && part * 1000 < line * whole);
  const tenths = hides ? cut : half;
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
