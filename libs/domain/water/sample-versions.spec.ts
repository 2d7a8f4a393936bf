import { expect, it } from '@jest/globals';
import { type BroughtVersion, undoneSince } from './sample-versions.js';

const brought = (version: number, versionBefore: number | null, isUndone: boolean): BroughtVersion => ({
  ...{ version, versionBefore, isUndone },
});

it.each<[string, number, BroughtVersion[], number | null]>([
  ['recorded by hand', 1, [], null],
  ['of a file that stands', 2, [brought(2, 1, false)], null],
  ['of a file taken back', 2, [brought(2, 1, true)], 2],
  ['of two files taken back', 3, [brought(2, 1, true), brought(3, 2, true)], 2],
  ['of the second of two files, the first taken back', 3, [brought(2, 1, true), brought(3, 2, false)], null],
  ['of the second of two files, itself taken back', 3, [brought(2, 1, false), brought(3, 2, true)], 3],
  ['corrected by hand after a file taken back', 3, [brought(2, 1, true)], null],
  ['of a file taken back that followed a correction by hand', 4, [brought(2, 1, true), brought(4, 3, true)], 4],
  ['that nothing was before', 2, [brought(1, null, true), brought(2, 1, true)], 1],
  ['that followed one put back', 4, [brought(1, null, true), brought(2, 1, true), brought(4, 1, true)], 1],
])('a version %s', (_, inForce, versions, since) => {
  expect(undoneSince(inForce, versions)?.version ?? null).toBe(since);
  expect(undoneSince(inForce, versions.toReversed())?.version ?? null).toBe(since);
});
