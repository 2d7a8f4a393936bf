import { describe, expect, it } from '@jest/globals';
import {
  heldActionsFor,
  type HeldAction,
  type HeldStanding,
  heldStep,
  type Ownership,
  sectionOwnership,
} from './held-decision.js';
import type { ControlLevel } from './value-void.js';

const OWN: readonly ControlLevel[] = ['county', 'township'];

describe('whose a section is', () => {
  it.each<[ControlLevel | undefined, string[], Ownership]>([
    [undefined, [], 'undeclared'],
    ['county', [], 'own'],
    ['national', [], 'foreign'],
    [undefined, ['县控'], 'own'],
    [undefined, ['区控', '乡镇'], 'own'],
    [undefined, ['国控'], 'foreign'],
    [undefined, ['县控', '国控'], 'foreign'],
    ['county', ['省控'], 'foreign'],
    [undefined, ['县控', '省级专项'], 'foreign'],
  ])('%s with %j is %s', (controlLevel, levels, ownership) => {
    expect(sectionOwnership({ controlLevel, levels }, OWN)).toBe(ownership);
  });
});

const held: HeldStanding = { state: 'held', asked: null, askedBy: null };
const excluded: HeldStanding = { ...held, state: 'excluded' };
const released: HeldStanding = { ...held, state: 'released' };
const proposed: HeldStanding = { state: 'held', asked: 'exclude', askedBy: 'li' };
const restoring: HeldStanding = { state: 'excluded', asked: 'release', askedBy: 'li' };
const askedBy = (before: HeldStanding, asked: 'exclude' | 'release', by: string) => ({ ...before, asked, askedBy: by });

it.each<[HeldStanding, HeldAction, string, Ownership, HeldStanding | string]>([
  [held, 'exclude', 'li', 'undeclared', excluded],
  [released, 'exclude', 'li', 'undeclared', excluded],
  [excluded, 'release', 'li', 'undeclared', released],
  [held, 'exclude', 'li', 'foreign', 'FORBIDDEN_FOREIGN_NETWORK'],
  [released, 'exclude', 'li', 'foreign', 'FORBIDDEN_FOREIGN_NETWORK'],
  [held, 'release', 'li', 'foreign', released],
  [excluded, 'release', 'li', 'foreign', released],
  [held, 'release', 'li', 'own', released],
  [held, 'exclude', 'li', 'own', askedBy(held, 'exclude', 'li')],
  [released, 'exclude', 'li', 'own', askedBy(released, 'exclude', 'li')],
  [excluded, 'release', 'li', 'own', askedBy(excluded, 'release', 'li')],
  [excluded, 'exclude', 'li', 'own', 'DATA_REVIEW_ILLEGAL_STEP'],
  [proposed, 'exclude', 'wang', 'own', 'DATA_REVIEW_ILLEGAL_STEP'],
  [proposed, 'release', 'wang', 'own', released],
  [proposed, 'confirm', 'wang', 'own', excluded],
  [proposed, 'confirm', 'li', 'own', 'HOUR_VOID_SAME_PERSON'],
  [proposed, 'confirm', 'wang', 'foreign', 'FORBIDDEN_FOREIGN_NETWORK'],
  [proposed, 'refuse', 'wang', 'own', held],
  [proposed, 'refuse', 'li', 'own', 'HOUR_VOID_SAME_PERSON'],
  [proposed, 'withdraw', 'li', 'own', held],
  [proposed, 'withdraw', 'wang', 'own', 'HOUR_VOID_NOT_PROPOSER'],
  [restoring, 'confirm', 'wang', 'own', released],
  [restoring, 'refuse', 'wang', 'own', excluded],
  [held, 'confirm', 'wang', 'own', 'DATA_REVIEW_ILLEGAL_STEP'],
  [{ ...held, state: 'withdrawn' }, 'release', 'li', 'own', 'DATA_REVIEW_WITHDRAWN'],
])('%j: %s by %s, %s', (before, action, by, ownership, after) => {
  const step = heldStep(before, action, by, ownership);
  expect('next' in step ? step.next : step.refusal.code).toEqual(after);
});

it('offers what may follow', () => {
  expect(heldActionsFor(held, 'li', 'foreign')).toEqual(['release']);
  expect(heldActionsFor(held, 'li', 'own')).toEqual(['release', 'exclude']);
  expect(heldActionsFor(proposed, 'li', 'own')).toEqual(['withdraw', 'release']);
  expect(heldActionsFor(proposed, 'wang', 'own')).toEqual(['confirm', 'refuse', 'release']);
});
