/** Steps that lead a record off its way or back; offered, but never first. */
const ASIDE = new Set([
  'withdraw',
  'merge',
  'cancel',
  'return',
  'request-return',
  'request-extension',
  'reject-plan',
  'decline-extension',
  'return-file',
  'refuse',
  'raise-objection',
  'uphold-objection',
  'decline-closure',
  'refuse-by-upper',
  'reject-milestone',
  'judge-deadline',
]);

export const leadsAside = (action: string): boolean => ASIDE.has(action);

/** What takes the record forward before what takes it back; otherwise the order of its owner. */
export const forwardFirst = <T extends { readonly action: string }>(steps: readonly T[]): T[] =>
  [...steps].sort((a, b) => Number(leadsAside(a.action)) - Number(leadsAside(b.action)));
