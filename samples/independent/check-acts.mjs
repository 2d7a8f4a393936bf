/** Acts are approved by whom the season names, then issued, received, answered in time; talks leave three working days. */

const APPROVERS = {
  'warning-yellow': ['eco-office.director'],
  'warning-orange': ['eco-committee.deputy-director'],
  'supervision-order': ['city-government.leader-in-charge'],
  listing: ['city-government.head'],
  delisting: ['city-government.head'],
};
const REPLY = { 'warning-yellow': 5, 'warning-orange': 3 };

export function actFaults({ actions }, days) {
  const faults = [];
  const acts = new Map();
  for (const one of actions.filter(({ target }) => target.startsWith('act:')))
    acts.set(one.target, [...(acts.get(one.target) ?? []), one]);
  for (const [target, steps] of acts) {
    const kind = target.split('/').at(-1);
    const of = (name) => steps.filter(({ action }) => action === name);
    const order = [
      'refresh-act',
      'approve-act',
      'issue-act',
      'sign-receipt',
      'answer-act',
      'hold-talk',
      'file-minutes',
      'file-plan',
    ];
    const places = steps.map(({ action }) => order.indexOf(action));
    if (places.includes(-1)) faults.push(`${target}: unknown step`);
    if (places.some((place, index) => index > 0 && place < places[index - 1]))
      faults.push(`${target}: steps out of order`);
    if (of('issue-act').length !== 1) faults.push(`${target}: not issued once`);
    const approvers = of('approve-act').map(({ actor }) => actor);
    if (APPROVERS[kind] && approvers.join() !== APPROVERS[kind].join())
      faults.push(`${target}: approved by ${approvers}`);
    if (kind === 'talk') faults.push(...talkFaults(target, of, approvers, acts, days));
    if (kind === 'talk-lifted') {
      const signed = acts.get(target.replace('talk-lifted', 'talk')).filter(({ action }) => action === 'approve-act');
      if (approvers.join() !== signed.map(({ actor }) => actor).join())
        faults.push(`${target}: not signed by those who signed the talk`);
    }
    const received = of('sign-receipt')[0]?.at.slice(0, 10);
    const answered = of('answer-act')[0]?.at.slice(0, 10);
    if (REPLY[kind] && answered && answered > days.add(received, REPLY[kind])) faults.push(`${target}: answered late`);
  }
  return faults;
}

function talkFaults(target, of, approvers, acts, days) {
  const faults = [];
  const given = of('issue-act')[0].with;
  const held = of('hold-talk')[0].with;
  const date = held.heldAt.slice(0, 10);
  const principal = given.summonedPostIds.some((post) => /-head$|\.principal$/.test(post));
  const wanted = principal ? 'city-government.head,city-committee.secretary' : 'city-government.head';
  if (approvers.join() !== wanted) faults.push(`${target}: approved by ${approvers}`);
  if (given.meetingAt !== held.heldAt) faults.push(`${target}: held at another time`);
  if (date < days.add(of('sign-receipt')[0].at.slice(0, 10), 4))
    faults.push(`${target}: fewer than three working days`);
  if (of('sign-receipt').length !== given.summonedPostIds.length) faults.push(`${target}: not every post received it`);
  if ([...given.summonedPostIds, ...given.attendeePostIds].some((post) => !held.attendedPostIds.includes(post)))
    faults.push(`${target}: somebody stayed away`);
  const minutes = acts.get(target.replace('/talk', '/talk-minutes')) ?? [];
  const minuted = (name) => minutes.find(({ action }) => action === name);
  if (minuted('approve-act')?.actor !== held.chairPostId) faults.push(`${target}: minutes not signed by the chair`);
  if (!minuted('issue-act') || minuted('issue-act').at.slice(0, 10) > days.add(date, 5))
    faults.push(`${target}: minutes late`);
  for (const { deadline } of of('file-minutes')[0].with.demands)
    if (deadline !== undefined && deadline < date) faults.push(`${target}: a demand due before the talk`);
  if (of('file-plan')[0].at.slice(0, 10) > days.add(date, 10)) faults.push(`${target}: plan late`);
  return faults;
}
