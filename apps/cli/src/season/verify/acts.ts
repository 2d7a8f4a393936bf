import { instantOf } from '../sample-city.js';
import { dayOf } from './beijing.js';
import type { Question } from './check.js';
import type { ExpectedAct } from './expected.js';
import type { ActSeen } from './papers-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

export const targetOf = ({ cause, kind }: ActSeen): string => `act:${cause}/${kind}`;

const endOf = (day: string): Date => instantOf(`${day} 20:00`);

/** A talk is answered with the plan filed after it. */
const answeredOn = ({ expected: { ladder } }: SeasonSeen, { target, answered }: ExpectedAct): string | null => {
  if (target === 'act:T-07/talk') return ladder.t07.talk.planFiled;
  if (target === `act:ranking/${ladder.ranking.unit}/talk`) return ladder.ranking.talk.planFiled;
  return answered;
};

const actQuestion = (season: SeasonSeen, act: ExpectedAct): Question => {
  const known = (day: string | null): string | null => (day !== null && endOf(day) <= season.until ? day : null);
  return {
    id: act.target,
    words: 'who approved it, when it was approved, issued, received, due and answered',
    from: `${act.approved} 20:00`,
    expected: {
      approvers: [...act.approvers].sort(),
      approved: act.approved,
      issued: known(act.issued),
      received: known(act.received),
      due: known(act.received) === null ? null : act.due,
      answered: known(answeredOn(season, act)),
    },
    found: async () => {
      const found = (await season.doors.acts()).filter((one) => targetOf(one) === act.target);
      if (found.length !== 1) return `${found.length} acts`;
      const one = await season.doors.act(found[0]!.id);
      return {
        approvers: one.signers.map(({ signedByPost }) => signedByPost?.id ?? '').sort(),
        approved: dayOf(one.signedAt),
        issued: one.issuedOn,
        received: one.receivedOn,
        due: one.receivedOn === null || act.due === null ? null : one.replyDueOn,
        answered: one.repliedOn,
      };
    },
  };
};

const draftStands = (on: string, until: Date): boolean => instantOf(`${on} 17:30`) <= until;

/** Every act of the season, and the drafts nobody issues (season, rows 2 to 20; "Who signs"). */
export const actsPart: Part = (season) => {
  const { expected, doors, until } = season;
  return [
    ...expected.acts.map((act) => actQuestion(season, act)),
    {
      id: 'acts-issued',
      words: 'numbered and issued so far: these acts and no others',
      from: '2026-05-08 20:00',
      expected: expected.acts
        .filter(({ issued }) => endOf(issued) <= until)
        .map(({ target }) => target)
        .sort(),
      found: async () =>
        (await doors.acts())
          .filter(({ number, issuedOn }) => number !== null && issuedOn !== null)
          .map(targetOf)
          .sort(),
    },
    {
      id: 'acts-drafts',
      words: 'drafts that go out by themselves, are absorbed or stay proposals, and no others',
      from: '2026-05-07 17:30',
      expected: expected.drafts
        .filter(({ on }) => draftStands(on, until))
        .map(({ target, on }) => ({ target, on }))
        .sort((a, b) => (`${a.on} ${a.target}` < `${b.on} ${b.target}` ? -1 : 1)),
      found: async () => {
        const issuable = new Set(expected.acts.map(({ target }) => target));
        return (await doors.acts())
          .filter((act) => act.number === null && !issuable.has(targetOf(act)))
          .map((act) => ({ target: targetOf(act), on: dayOf(act.occurredAt) }))
          .sort((a, b) => (`${a.on} ${a.target}` < `${b.on} ${b.target}` ? -1 : 1));
      },
    },
  ];
};
