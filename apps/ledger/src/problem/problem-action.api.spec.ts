import { describe, expect, it } from '@jest/globals';
import { type ProblemAction, TRANSITIONS } from '#libs/domain/problem/transitions.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { formFieldsOf } from '#libs/contracts/form.js';
import { ConfirmMilestone } from '../plan/plan.api.js';
import { ReportProgress } from '../progress/progress.api.js';
import { TASK_FORMS } from '../task/task.api.js';
import { ACTION_FORMS, actionBody } from './problem-action.api.js';

const actions = [...new Set(TRANSITIONS.map(({ action }) => action))];

describe('forms of actions', () => {
  it.each(actions)('%s requires what the lifecycle table demands', (action) => {
    const required = formFieldsOf(actionBody(action))
      .filter((one) => one.required)
      .map(({ name }) => name);
    for (const row of TRANSITIONS.filter((one) => one.action === action))
      // A plan for work to be done at once has no dated stages, so the table does not demand them.
      expect(required).toEqual(expect.arrayContaining([...row.demands]));
  });

  it('cover every action of the table and no other', () => {
    expect(Object.keys(ACTION_FORMS).sort()).toEqual([...actions].sort());
  });

  it('name permissions the pack knows, each held by a role', async () => {
    const pack = await loadPack('packs/default-district');
    const known = new Set(pack.permissions.map(({ id }) => id));
    const held = new Set(pack.roles.flatMap(({ permissions }) => permissions));
    const used = [...Object.values(ACTION_FORMS), ...Object.values(TASK_FORMS)].map(({ permission }) => permission);
    expect([...new Set(used)].filter((id) => !known.has(id) || !held.has(id))).toEqual([]);
  });

  it('give every field two names and a control', () => {
    const fields = [
      ...actions.flatMap((action) => formFieldsOf(actionBody(action as ProblemAction))),
      ...formFieldsOf(ConfirmMilestone),
      ...formFieldsOf(ReportProgress),
      ...Object.values(TASK_FORMS).flatMap(({ body }) => formFieldsOf(body)),
    ];
    expect(fields.length).toBeGreaterThan(100);
    for (const { zh, en } of fields) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      // An English word may be the field's own name; two words run together are not English.
      expect(en).not.toMatch(/[a-z][A-Z]/);
    }
  });
});
