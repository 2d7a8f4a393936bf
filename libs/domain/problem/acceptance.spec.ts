import { describe, expect, it } from '@jest/globals';
import {
  type ActionRequest,
  type Actor,
  hostItemConflict,
  inspectorsConflict,
  missingFields,
  ownWorkConflict,
  refusalCodesConflict,
  refusalOfAction,
  unitsConflict,
} from './acceptance.js';
import { transitionOf } from './lifecycle.js';
import { PROBLEM_STATES, type ProblemState } from './states.js';
import { TRANSITIONS } from './transitions.js';

const actor = (unitPath: string[], more: Partial<Actor> = {}): Actor => ({
  personId: 'p-judge',
  unitPath,
  relations: ['supervising'],
  isSupervisionOffice: false,
  isUpperBody: false,
  ...more,
});
const work = { leadUnitId: 'town-1', helperUnitIds: ['bureau-2'], personIds: ['p-doer'] };

describe('independence', () => {
  it.each([
    ['another unit', actor(['city', 'bureau-1']), null],
    ['the unit above the doer', actor(['city', 'county-a']), null],
    ['the lead unit', actor(['city', 'county-a', 'town-1']), 'PROBLEM_JUDGED_BY_DOER'],
    ['a unit below the lead unit', actor(['city', 'county-a', 'town-1', 'village-9']), 'PROBLEM_JUDGED_BY_DOER'],
    ['a unit that worked with it', actor(['city', 'bureau-2']), 'PROBLEM_JUDGED_BY_DOER'],
    ['a doer who has moved since', actor(['city', 'bureau-1'], { personId: 'p-doer' }), 'PROBLEM_JUDGED_BY_DOER'],
  ])('%s', (_, judge, code) => expect(ownWorkConflict(work, judge)?.code ?? null).toBe(code));

  it.each([
    ['an ordinary item', 'town-1', actor(['city', 'bureau-1']), null],
    ['a host item judged by a department', 'host', actor(['city', 'bureau-1']), 'PROBLEM_HOST_ITEM'],
    ['by the supervision office', 'host', actor(['city', 'so'], { isSupervisionOffice: true }), null],
    ['by an upper body', 'host', actor(['province'], { isUpperBody: true }), null],
    ['led by a branch of the host', 'host-branch', actor(['city', 'bureau-1']), 'PROBLEM_HOST_ITEM'],
  ])('%s', (_, leadUnitId, judge, code) =>
    expect(
      hostItemConflict({ ...work, leadUnitId, helperUnitIds: ['host'] }, ['host', 'host-branch'], judge)?.code ?? null,
    ).toBe(code),
  );

  it('keeps the three units of an item apart', () => {
    const units = (supervisingUnitId: string | null, acceptanceUnitId: string | null) =>
      unitsConflict({ leadUnitId: 'a', supervisingUnitId, acceptanceUnitId });
    expect(units('b', 'c')).toBeNull();
    expect(units(null, null)).toBeNull();
    expect(units('b', 'b')).toBeNull();
    expect(units('a', 'c')?.details?.['field']).toBe('supervisingUnitId');
    expect(units('b', 'a')?.code).toBe('PROBLEM_UNITS_CONFLICT');
  });

  it('counts different inspectors and known reasons', () => {
    expect(inspectorsConflict(['a', 'b'], 2)).toBeNull();
    expect(inspectorsConflict(['a', 'a'], 2)?.details).toEqual({ present: 1, atLeast: 2 });
    expect(refusalCodesConflict(['R01_MEASURE_OPEN', 'R12_FALSE'])).toBeNull();
    expect(refusalCodesConflict(['R99'])?.code).toBe('PROBLEM_UNKNOWN_REFUSAL_CODE');
    expect(refusalCodesConflict(['toString'])?.code).toBe('PROBLEM_UNKNOWN_REFUSAL_CODE');
    expect(refusalCodesConflict([])?.code).toBe('PROBLEM_UNKNOWN_REFUSAL_CODE');
  });

  it('finds demanded fields that are absent or empty', () => {
    const refuse = transitionOf('ON_SITE_CHECK', 'refuse')!;
    expect(
      missingFields(refuse, { checkedOn: '2026-06-11', inspectorPersonIds: [], refusalCodes: null, reason: ' ' }),
    ).toEqual(['inspectorPersonIds', 'refusalCodes', 'reason']);
    expect(
      missingFields(transitionOf('UPPER_REVIEW', 'confirm-by-upper')!, { repliedOn: 0, replyDocNo: false }),
    ).toEqual([]);
  });
});

describe('refusalOfAction', () => {
  const request = (
    state: ProblemState,
    action: ActionRequest['action'],
    more: Partial<ActionRequest> = {},
  ): ActionRequest => {
    const row = transitionOf(state, action);
    return {
      state,
      action,
      facts: {
        publicNoticeRequired: row?.when === 'notice-required',
        upperConfirmationRequired: row?.when === 'upper-required',
        lookBacksLeft: row?.when === 'look-backs-left' ? 1 : 0,
      },
      actor: actor(['city', 'bureau-1'], { relations: row?.by ?? [] }),
      work,
      hostUnitIds: ['host'],
      given: {
        ...Object.fromEntries((row?.demands ?? []).map((field) => [field, 'given'])),
        inspectorPersonIds: ['p-1', 'p-2'],
        refusalCodes: ['R02_GOAL_UNMET'],
      },
      inspectorsAtLeast: 2,
      ...more,
    };
  };
  const rows = TRANSITIONS.flatMap((row) => row.from.map((state) => [state, row.action, row] as const));

  it.each(rows)('%s × %s: passes when all is right; every single fault is refused', (state, action, row) => {
    const right = request(state, action);
    expect(refusalOfAction(right)).toBeNull();

    expect(refusalOfAction({ ...right, actor: actor(['city', 'bureau-1'], { relations: [] }) })?.code).toBe(
      'PROBLEM_WRONG_ACTOR',
    );
    for (const field of row.demands)
      expect(refusalOfAction({ ...right, given: { ...right.given, [field]: '' } })?.code).toBe('PROBLEM_FIELD_MISSING');

    const byDoer = refusalOfAction({ ...right, actor: actor(['city', 'town-1'], { relations: row.by }) });
    expect(byDoer?.code ?? null).toBe(row.independence ? 'PROBLEM_JUDGED_BY_DOER' : null);

    const ofHost = refusalOfAction({ ...right, work: { ...work, leadUnitId: 'host' } });
    expect(ofHost?.code ?? null).toBe(row.independence === 'acceptance' ? 'PROBLEM_HOST_ITEM' : null);
  });

  it('guards every step from report to closure, and every look-back that keeps it closed', () => {
    const guarded = TRANSITIONS.filter(({ independence }) => independence).map(({ action }) => action);
    expect(guarded).toEqual(
      expect.arrayContaining([
        'pass-file-check',
        'accept',
        'dismiss-objection',
        'end-notice',
        'close',
        'confirm-by-upper',
        'keep-closed',
        'consolidate',
      ]),
    );
  });

  it('says what is missing on the wrong route', () => {
    const inspection = { publicNoticeRequired: true, upperConfirmationRequired: true, lookBacksLeft: 0 };
    expect(refusalOfAction(request('CLOSURE_APPROVAL', 'close', { facts: inspection }))?.code).toBe(
      'PROBLEM_UPPER_CONFIRMATION_MISSING',
    );
    expect(refusalOfAction(request('ACCEPTED', 'skip-notice', { facts: inspection }))?.code).toBe(
      'PROBLEM_NOTICE_REQUIRED',
    );
    expect(refusalOfAction(request('LOOK_BACK', 'keep-closed', { facts: inspection }))).toMatchObject({
      code: 'PROBLEM_OFF_ROUTE',
      details: { allowed: ['consolidate', 'reopen'] },
    });
  });

  it('refuses an illegal pair in every state', () => {
    for (const state of Object.keys(PROBLEM_STATES) as ProblemState[])
      if (state !== 'DRAFT')
        expect(refusalOfAction(request(state, 'assign', { given: {} }))?.code).toBe('PROBLEM_ILLEGAL_TRANSITION');
  });

  it('refuses one inspector and unknown reasons at the on-site check', () => {
    const right = request('ON_SITE_CHECK', 'refuse');
    expect(refusalOfAction({ ...right, given: { ...right.given, inspectorPersonIds: ['p-1'] } })?.code).toBe(
      'PROBLEM_TOO_FEW_INSPECTORS',
    );
    expect(refusalOfAction({ ...right, given: { ...right.given, refusalCodes: ['R77'] } })?.code).toBe(
      'PROBLEM_UNKNOWN_REFUSAL_CODE',
    );
  });
});
