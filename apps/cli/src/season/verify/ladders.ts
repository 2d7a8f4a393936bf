import type { Question } from './check.js';
import type { LadderDetail } from './papers-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

type Step = LadderDetail['steps'][number];

const dutyOf = (step: Step | undefined, id: string) => step?.duties.find((duty) => duty.id === id);

/** The one ladder of a class, or of a class and a subject. */
const ladderOf = async ({ doors }: SeasonSeen, ruleClass: string, subjectId?: string): Promise<LadderDetail> => {
  const found = (await doors.ladders()).filter(
    (one) => one.ruleClass === ruleClass && (subjectId === undefined || one.subject.id === subjectId),
  );
  if (found.length !== 1) throw new Error(`${found.length} ladders of ${ruleClass}`);
  return doors.ladder(found[0]!.id);
};
const stepsOf = async (season: SeasonSeen, ruleClass: string) => {
  const { steps, ...ladder } = await ladderOf(season, ruleClass);
  return { ladder, step: (rung: string): Step | undefined => steps.find((one) => one.rung.id === rung), steps };
};

/** The path of one record from the first reminder to the end (season, rows 2, 4, 5, 7, 14, 20). */
const workPath = (season: SeasonSeen): Question[] => {
  const { t07 } = season.expected.ladder;
  const steps = () => stepsOf(season, 'item-lag');
  return [
    {
      id: 'row-02',
      words: 'T-07: reminder on 05-07, yellow letter approved 05-08, received 05-09, answer due 05-15',
      from: '2026-05-09 20:00',
      expected: {
        reminded: t07.yellow.cutoff,
        entered: t07.yellow.cutoff,
        approved: t07.yellow.approved,
        received: t07.yellow.received,
        due: t07.yellow.due,
      },
      found: async () => {
        const { step } = await steps();
        const yellow = step('yellow');
        return {
          reminded: step('remind')?.issuedOn,
          entered: yellow?.enteredOn,
          approved: yellow?.approvedOn,
          received: yellow?.receivedOn,
          due: dutyOf(yellow, 'reply')?.dueOn,
        };
      },
    },
    {
      id: 'row-04',
      words: 'T-07: orange on 05-14, approved and received 05-15, due 05-20, both letters answered',
      from: '2026-05-20 20:00',
      expected: {
        entered: t07.orange.cutoff,
        approved: t07.orange.approved,
        received: t07.orange.received,
        due: t07.orange.due,
        answered: [t07.yellow.answered, t07.orange.answered],
      },
      found: async () => {
        const { step } = await steps();
        const orange = step('orange');
        return {
          entered: orange?.enteredOn,
          approved: orange?.approvedOn,
          received: orange?.receivedOn,
          due: dutyOf(orange, 'reply')?.dueOn,
          answered: [dutyOf(step('yellow'), 'reply')?.doneOn, dutyOf(orange, 'reply')?.doneOn],
        };
      },
    },
    {
      id: 'row-05',
      words: 'T-07: red on 05-21 goes into the order, approved and received 05-22, due 06-02',
      from: '2026-05-22 20:00',
      expected: {
        redEntered: t07.red.cutoff,
        redIssued: null,
        redInto: 'order',
        approved: t07.order.approved,
        received: t07.order.received,
        due: t07.order.due,
      },
      found: async () => {
        const { step, steps: all } = await steps();
        const [red, order] = [step('red'), step('order')];
        return {
          redEntered: red?.enteredOn,
          redIssued: red?.issuedOn,
          redInto: all.find(({ no }) => no === red?.absorbedBy)?.rung.id,
          approved: order?.approvedOn,
          received: order?.receivedOn,
          due: dutyOf(order, 'fulfilment')?.dueOn,
        };
      },
    },
    {
      id: 'row-07',
      words: 'T-07: order overdue since 06-03, found at the cut-off of 06-04, listed 06-05 to 07-06',
      from: '2026-06-05 20:00',
      expected: {
        missed: t07.order.overdueSince,
        found: t07.order.foundAt,
        approved: t07.listing.approved,
        due: t07.listing.due,
      },
      found: async () => {
        const { step } = await steps();
        const list = step('list');
        return {
          missed: dutyOf(step('order'), 'fulfilment')?.missedOn,
          found: list?.enteredOn,
          approved: list?.approvedOn,
          due: dutyOf(list, 'fulfilment')?.dueOn,
        };
      },
    },
    {
      id: 'row-14',
      words: 'T-07: listing expired 07-07, talk approved 07-09, received 07-10, on 07-16',
      from: '2026-07-10 20:00',
      expected: {
        expired: t07.listing.expired,
        approved: t07.talk.approved,
        received: t07.talk.received,
        meeting: t07.talk.held,
      },
      found: async () => {
        const { step } = await steps();
        const talk = step('talk');
        return {
          expired: dutyOf(step('list'), 'fulfilment')?.missedOn,
          approved: talk?.approvedOn,
          received: talk?.receivedOn,
          meeting: talk?.meetingOn,
        };
      },
    },
    talkHeld('row-14-held', 'T-07: talk held 07-16, minutes by 07-23, plan by 07-30, both in time', season, 'item-lag'),
    {
      id: 'row-20',
      words:
        'T-07: checked 07-22, notice to 08-03, closed 08-05, delisted and talk lifted 08-06; nothing left of the ladder',
      from: '2026-08-06 20:00',
      expected: {
        completed: t07.completedOn,
        noticeEnd: t07.noticeTo,
        closed: t07.closedOn,
        delisted: t07.delisted,
        talkLifted: t07.talkLifted,
        listingLifted: t07.delisted,
        talkOver: t07.talkLifted,
        openSteps: [],
      },
      found: async () => {
        const { steps: all } = await steps();
        const acts = (await season.doors.acts()).filter(({ cause }) => cause === 'T-07');
        const act = (kind: string) => acts.find((one) => one.kind === kind);
        const record = (await season.doors.problems()).find(({ problemNo }) => problemNo === 'T-07');
        return {
          completed: record?.completedOn,
          noticeEnd: record?.noticeEnd,
          closed: record?.closedOn,
          delisted: act('delisting')?.issuedOn,
          talkLifted: act('talk-lifted')?.issuedOn,
          listingLifted: act('listing')?.liftedOn,
          talkOver: act('talk')?.liftedOn,
          openSteps: all
            .filter(({ rung, overOn }) => rung.id !== 'remind' && overOn === null)
            .map(({ rung }) => rung.id),
        };
      },
    },
  ];
};

const talkHeld = (id: string, words: string, season: SeasonSeen, ruleClass: 'item-lag' | 'ranking-last'): Question => {
  const { t07, ranking } = season.expected.ladder;
  const { talk } = ruleClass === 'item-lag' ? t07 : ranking;
  return {
    id,
    words,
    from: `${talk.minutes > talk.planFiled ? talk.minutes : talk.planFiled} 20:00`,
    expected: {
      held: talk.held,
      minutes: { due: talk.minutesBy, done: talk.minutes },
      plan: { due: talk.planBy, done: talk.planFiled },
    },
    found: async () => {
      const { step } = await stepsOf(season, ruleClass);
      const of = step('talk');
      const duty = (name: string) => ({ due: dutyOf(of, name)?.dueOn, done: dutyOf(of, name)?.doneOn });
      return { held: of?.heldOn, minutes: duty('minutes'), plan: duty('plan') };
    },
  };
};

/** The path of the area that was last twice (season, row 13, "Ranking"). */
const rankingPath = (season: SeasonSeen): Question[] => {
  const { ranking } = season.expected.ladder;
  return [
    {
      id: 'ranking-yellow',
      words: 'ranking: yellow letter on 06-08, received the same day, due 06-15, answered 06-12',
      from: '2026-06-12 20:00',
      expected: { unit: ranking.unit, ...ranking.yellow },
      found: async () => {
        const { ladder, step } = await stepsOf(season, 'ranking-last');
        const yellow = step('yellow');
        const reply = dutyOf(yellow, 'reply');
        return {
          unit: ladder.unit?.id,
          approved: yellow?.approvedOn,
          received: yellow?.receivedOn,
          due: reply?.dueOn,
          answered: reply?.doneOn,
        };
      },
    },
    {
      id: 'row-13-talk',
      words: 'ranking: the talk waits for reviewed data of 07-10; notice 07-13, talk 07-17',
      from: '2026-07-13 20:00',
      expected: { proposed: ranking.talk.reviewedData, received: ranking.talk.received, meeting: ranking.talk.held },
      found: async () => {
        const { step } = await stepsOf(season, 'ranking-last');
        const talk = step('talk');
        return { proposed: talk?.proposedOn, received: talk?.receivedOn, meeting: talk?.meetingOn };
      },
    },
    talkHeld('row-13-held', 'ranking: talk held 07-17, minutes and plan in time', season, 'ranking-last'),
  ];
};

/** Letters on sections: two weeks running a yellow letter, three a proposed order (season, rows 16 and 19). */
const sectionPaths = (season: SeasonSeen): Question[] => {
  const { yellow, ordersProposed } = season.expected.ladder.sections;
  const entered = async (rung: string): Promise<{ section: string; on: string | null | undefined }[]> => {
    const found = [];
    for (const { id, ruleClass, subject } of await season.doors.ladders()) {
      if (ruleClass !== 'section-failing') continue;
      const step = (await season.doors.ladder(id)).steps.find((one) => one.rung.id === rung);
      if (step) found.push({ section: subject.id, on: step.proposedOn });
    }
    return found.sort((a, b) => (`${a.on} ${a.section}` < `${b.on} ${b.section}` ? -1 : 1));
  };
  return [
    {
      id: 'section-letters',
      words: 'yellow letters proposed for five sections on 07-27',
      from: '2026-07-27 02:00',
      expected: yellow.filter(({ on }) => on === '2026-07-27'),
      found: async () => (await entered('yellow')).filter(({ on }) => on === '2026-07-27'),
    },
    {
      id: 'row-19-orders',
      words: 'orders proposed for five sections and two more yellow letters on 08-03',
      from: '2026-08-03 02:00',
      expected: { orders: ordersProposed, yellow: yellow.filter(({ on }) => on === '2026-08-03') },
      found: async () => ({
        orders: await entered('order'),
        yellow: (await entered('yellow')).filter(({ on }) => on === '2026-08-03'),
      }),
    },
  ];
};

export const laddersPart: Part = (season) => [...workPath(season), ...rankingPath(season), ...sectionPaths(season)];
