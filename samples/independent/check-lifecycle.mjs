/** Every problem of the script walks the states of its life, each step by somebody in the right relation. */

/** action → states it may start from, state it leads to, who may. */
const STEPS = {
  assign: [['DRAFT'], 'ASSIGNED', ['office']],
  sign: [['ASSIGNED'], 'SIGNED', ['lead']],
  'submit-plan': [['SIGNED'], 'PLAN_SUBMITTED', ['lead']],
  'approve-plan': [['PLAN_SUBMITTED'], 'RECTIFYING', ['supervising']],
  'report-completion': [['RECTIFYING'], 'COMPLETED_REPORTED', ['lead']],
  'pass-file-check': [['COMPLETED_REPORTED'], 'ON_SITE_CHECK', ['office']],
  accept: [['ON_SITE_CHECK'], 'ACCEPTED', ['acceptance']],
  refuse: [['ON_SITE_CHECK'], 'REFUSED', ['acceptance']],
  'order-again': [['REFUSED'], 'RECTIFYING', ['office']],
  'publish-notice': [['ACCEPTED'], 'PUBLIC_NOTICE', ['office']],
  'skip-notice': [['ACCEPTED'], 'CLOSURE_APPROVAL', ['office']],
  'end-notice': [['PUBLIC_NOTICE'], 'CLOSURE_APPROVAL', ['office']],
  'send-to-upper': [['CLOSURE_APPROVAL'], 'UPPER_REVIEW', ['office']],
  'confirm-by-upper': [['UPPER_REVIEW'], 'CLOSED', ['upper']],
  close: [['CLOSURE_APPROVAL'], 'CLOSED', ['approver']],
  'begin-look-back': [['CLOSED'], 'LOOK_BACK', ['supervising']],
  reopen: [['LOOK_BACK'], 'REOPENED', ['office']],
  restart: [['REOPENED'], 'RECTIFYING', ['office']],
};
/** Reports and confirmations change no state; they need work under way. */
const DURING_WORK = { 'report-progress': ['lead'], 'confirm-milestone': ['supervising'] };
const INSPECTION = 'inspection-feedback-2026';

export function lifecycleFaults({ records, people, posts }, { actions }) {
  const faults = [];
  const unitOfPost = new Map(posts.map(({ id, unit }) => [id, unit]));
  const unitOfPerson = new Map(people.map(({ id, holds }) => [id, unitOfPost.get(holds[0].post)]));
  const subjects = new Map(
    records.map((record) => [
      record.id,
      { ...record, inspection: record.items.some(({ list }) => list === INSPECTION) },
    ]),
  );

  const states = new Map();
  const confirmed = new Map();
  for (const one of actions) {
    const step = STEPS[one.action];
    const during = DURING_WORK[one.action];
    const isReply = one.action === 'reply-dispatch';
    if (!step && !during && !isReply) continue;
    const id = isReply ? one.target.split('/')[1] : one.target;
    const where = `${one.at} ${one.action} ${id}`;
    if (!subjects.has(id) && one.action === 'assign' && id.startsWith('problem:')) {
      const { leadUnitId: lead, supervisingUnitId: supervising, acceptanceUnitId: acceptance } = one.with;
      subjects.set(id, { id, lead, supervising, acceptance, supporting: [], milestones: [], inspection: false });
    }
    const subject = subjects.get(id);
    if (!subject) {
      faults.push(`${where}: unknown`);
      continue;
    }
    const state = states.get(id) ?? 'DRAFT';
    const relation = relationsOf(subject, one.actor.slice(0, one.actor.lastIndexOf('.')), one.actor);
    const allowed = step ? step[2] : (during ?? ['lead']);
    if (!allowed.some((wanted) => relation.includes(wanted))) faults.push(`${where}: ${one.actor} may not`);
    if (during && state !== 'RECTIFYING') faults.push(`${where}: in state ${state}`);
    if (isReply && one.with.milestone && state !== 'RECTIFYING')
      faults.push(`${where}: reports work in state ${state}`);
    if (one.action === 'confirm-milestone') {
      const done = confirmed.get(id) ?? [];
      if (one.with.milestone !== done.length + 1)
        faults.push(`${where}: milestone ${one.with.milestone} after ${done.length}`);
      confirmed.set(id, [...done, one.with.milestone]);
    }
    if (one.action === 'restart') confirmed.set(id, []);
    if (step) {
      if (!step[0].includes(state)) faults.push(`${where}: from state ${state}`);
      states.set(id, step[1]);
    }
    if (['accept', 'refuse'].includes(one.action)) {
      const inspectors = one.with.inspectorPersonIds;
      if (new Set(inspectors).size < 2) faults.push(`${where}: fewer than two inspectors`);
      for (const person of inspectors)
        if (unitOfPerson.get(person) !== subject.supervising)
          faults.push(`${where}: ${person} is not of the supervising unit`);
    }
    if (one.action === 'accept' && confirmed.get(id)?.length < (subject.milestones.length || 3) - 1)
      faults.push(`${where}: milestones open`);
    if (['skip-notice', 'close'].includes(one.action) && subject.inspection)
      faults.push(`${where}: an inspection item needs notice and the upper body`);
    if (['publish-notice', 'send-to-upper'].includes(one.action) && !subject.inspection)
      faults.push(`${where}: not an inspection item`);
    if (one.action === 'publish-notice' && one.with.noticeStart !== one.at.slice(0, 10))
      faults.push(`${where}: starts another day`);
  }
  return faults;
}

function relationsOf(subject, unit, actor) {
  const relations = [];
  if (unit === subject.lead) relations.push('lead');
  if (unit === subject.supervising) relations.push('supervising');
  if (unit === subject.acceptance) relations.push('acceptance');
  if (unit === 'eco-office') relations.push('office');
  if (unit === 'upper-lead') relations.push('upper');
  if (actor === 'city-government.leader-in-charge') relations.push('approver');
  return relations;
}
