import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mammoth from 'mammoth';
import { ActChanged, LadderStepped } from '#libs/contracts/accountability.events.js';
import { ProblemChanged, ProgressReported } from '#libs/contracts/ledger.events.js';
import { openBundle } from '#libs/files/evidence-bundle.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { type AccountabilityService, sendCity, shanghai, startAccountability } from './accountability-service.js';
import { actDoor, itemAt, sendCutoff, sendOfficials, T07 } from './season-acts.js';

let service: AccountabilityService;
let door: ReturnType<typeof actDoor>;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
  await sendOfficials(service);
  door = actDoor(service);
}, 120_000);
afterAll(() => service?.stop());

/** A day's work of the season on one paper: the clock moves to the minute, then somebody acts. */
const at = async (wall: string, work: () => Promise<unknown>): Promise<void> => {
  await service.setClock(shanghai(wall));
  await work();
};
/** How T-07 stood when its listing had run out: two stages still open. */
const later = (days: number) =>
  itemAt({
    measured: 'red',
    overdueMilestones: [{ title: '完成主干管错接改造', date: '2026-06-15', days }],
    plannedPct: '100.00',
    actualPct: '50.75',
    reportedPct: '50.75',
    confirmedPct: '32.5',
    lagPoints: '49.25',
    deadlineOverdueDays: 9,
  });
const late = (days: number, measured: 'yellow' | 'orange' | 'red' = 'red') =>
  itemAt({
    measured,
    overdueMilestones: [{ title: '完成溢流口临时截流措施', date: '2026-05-06', days }],
    plannedPct: days > 20 ? '35.0' : '10.0',
    lagPoints: days > 20 ? '35.0' : '10.0',
  });
const week = (day: string, details: ReturnType<typeof itemAt>) => sendCutoff(service, day, [{ id: T07, details }]);
const textOf = async (id: string): Promise<string> => {
  const paper = await door.file('clerk', `/acts/${id}/document`);
  expect(paper.status).toBe(200);
  return (await mammoth.extractRawText({ buffer: paper.bytes })).value.replaceAll(/\n+/g, '\n');
};
interface Ladder {
  id: string;
  status: string;
  current: { id: string } | null;
  pending: { id: string } | null;
  dueOn: string | null;
  next: { rung: { id: string }; earliestOn: string | null } | null;
  steps: {
    no: number;
    rung: { id: string };
    state: string;
    duties: { id: string; dueOn: string; doneOn: string | null; missedOn: string | null }[];
  }[];
  changes: { outcome: string; rung: string; on: string }[];
}
const ladder = async (): Promise<Ladder> => {
  const { body } = await door.call<{ items: { id: string }[] }>('clerk', 'GET', `/ladders?state=all&subjectId=${T07}`);
  expect(body.items).toHaveLength(1);
  return (await door.call<Ladder>('clerk', 'GET', `/ladders/${body.items[0]!.id}`)).body;
};
const closureStep = async (wall: string, action: string, closure: object = {}) => {
  await service.setClock(shanghai(wall));
  await service.send(ProblemChanged, [
    {
      key: T07,
      id: `018f0000-0000-7000-8000-0000000001${String(closureStepNo++).padStart(2, '0')}`,
      occurredAt: shanghai(wall),
      data: {
        problemId: T07,
        version: closureStepNo,
        problemNo: 'T-07',
        title: '污水主干管错接导致雨天溢流入河',
        source: 'inspection',
        category: 'urban-sewage',
        timeCategory: 'DEADLINE',
        state: 'VERIFIED',
        action,
        round: 1,
        subject: null,
        areaId: '990104001',
        leadUnitId: 'area-d',
        supportingUnitIds: [],
        territorialUnitId: null,
        supervisingUnitId: 'housing',
        acceptanceUnitId: 'eco-bureau',
        leaderPostId: null,
        responsiblePostId: null,
        deadline: '2026-06-30',
        reportedPct: 100,
        confirmedPct: 100,
        items: [],
        warningId: null,
        basis: { references: [], query: null },
        closure,
      },
    },
  ]);
};
let closureStepNo = 10;
/** What the ledger says as long as nothing has come yet. */
const NOTHING_YET = {
  checkedOn: null,
  inspectorPersonIds: [],
  opinion: null,
  noticeStart: null,
  noticeEnd: null,
  objections: null,
  upperReplyNo: null,
  upperRepliedOn: null,
  lookBackDueOn: null,
};

describe('the ladder of T-07', () => {
  it('row 2: reminds by itself, drafts the yellow letter; signed, numbered and issued 05-08, received 05-09, due 05-15', async () => {
    await sendCutoff(service, '2026-04-30', []);
    await week('2026-05-07', late(1, 'yellow'));
    expect(await door.find('T-07', 'reminder')).toMatchObject({
      state: 'filed',
      issuedOn: '2026-05-07',
      number: null,
      replyDueOn: '2026-05-11',
    });
    expect(await door.find('T-07', 'warning-yellow')).toMatchObject({ state: 'review', number: null, issuedOn: null });
    expect(await ladder()).toMatchObject({
      pending: { id: 'yellow' },
      current: { id: 'remind' },
      next: { rung: { id: 'orange' } },
    });

    await at('2026-05-08 10:05', () => door.must('director', 'T-07', 'warning-yellow', 'approve', { opinion: '同意' }));
    await at('2026-05-08 11:05', () => door.must('clerk', 'T-07', 'warning-yellow', 'issue'));
    expect(await door.find('T-07', 'warning-yellow')).toMatchObject({
      state: 'receipt',
      number: '示例环委办函〔2026〕1号',
    });
    await at('2026-05-09 14:05', () =>
      door.must('liaisonD', 'T-07', 'warning-yellow', 'receipt', {
        receivingPostId: 'area-d.liaison',
        signerPostId: 'area-d.liaison',
        outcome: 'received',
      }),
    );
    expect(await door.find('T-07', 'warning-yellow')).toMatchObject({
      state: 'reply',
      issuedOn: '2026-05-08',
      receivedOn: '2026-05-09',
      replyDueOn: '2026-05-15',
    });
    // A report of progress is the answer to the reminder.
    expect(await ladder()).toMatchObject({ current: { id: 'yellow' }, dueOn: '2026-05-11' });
    await service.setClock(shanghai('2026-05-11 16:00'));
    await service.send(ProgressReported, [
      {
        key: T07,
        occurredAt: shanghai('2026-05-11 16:00'),
        data: {
          progressId: '018f0000-0000-7000-8000-0000000000a1',
          record: { kind: 'problem', id: T07 },
          unitId: 'area-d',
          dispatchId: null,
          text: '正在办理占道施工手续',
          obstacle: null,
          coordinateWithUnitId: null,
          promise: null,
          reportedPct: 0,
          noProgress: false,
          files: [],
          reportedAt: shanghai('2026-05-11 16:00'),
        },
      },
    ]);
    await service.settle();
    expect(await ladder()).toMatchObject({ dueOn: '2026-05-15' });
  });

  it('row 4: orange 05-15, due 05-20, takes the place of yellow, whose answer of that day still counts', async () => {
    await week('2026-05-14', late(8, 'orange'));
    await at('2026-05-15 10:05', () =>
      door.must('deputyDirector', 'T-07', 'warning-orange', 'approve', { opinion: '同意' }),
    );
    await at('2026-05-15 11:05', () => door.must('clerk', 'T-07', 'warning-orange', 'issue'));
    await at('2026-05-15 14:05', () =>
      door.must('liaisonD', 'T-07', 'warning-orange', 'receipt', { receivingPostId: 'area-d.liaison' }),
    );
    expect(await door.find('T-07', 'warning-orange')).toMatchObject({
      state: 'reply',
      replyDueOn: '2026-05-20',
      number: '示例环委办函〔2026〕2号',
    });
    expect(await door.find('T-07', 'warning-yellow')).toMatchObject({ state: 'absorbed', repliedOn: null });
    await at('2026-05-15 15:05', () =>
      door.must('liaisonD', 'T-07', 'warning-yellow', 'reply', {
        text: '占道施工手续已办理',
        measures: ['调整采购方式'],
      }),
    );
    expect(await door.find('T-07', 'warning-yellow')).toMatchObject({
      state: 'absorbed',
      repliedOn: '2026-05-15',
      overdueSince: null,
    });
    await at('2026-05-20 15:05', () =>
      door.must('liaisonD', 'T-07', 'warning-orange', 'reply', { text: '成立工作专班' }),
    );
    expect(await door.find('T-07', 'warning-orange')).toMatchObject({ state: 'filing', repliedOn: '2026-05-20' });
  });

  it('row 5: the order absorbs the red letter; an instruction is its authority; 05-22, due 06-02', async () => {
    await week('2026-05-21', late(15, 'orange'));
    expect(await door.find('T-07', 'warning-red')).toMatchObject({ state: 'absorbed', number: null, issuedOn: null });
    expect(await door.find('T-07', 'supervision-order')).toMatchObject({ state: 'review' });
    await at('2026-05-22 08:45', async () => {
      const told = await door.call('leader', 'POST', '/instructions', {
        leaderPostId: 'city-government.leader-in-charge',
        text: '请生环委办下达督办单，督促丁区限期完成截流措施',
        subject: { kind: 'problem', id: T07 },
        ownerUnitId: 'area-d',
        feedbackBy: '2026-06-02',
      });
      expect(told).toMatchObject({ status: 201, body: { leaderPost: { name: '分管副市长' } } });
    });
    const order = await door.find('T-07', 'supervision-order');
    await at('2026-05-22 09:30', () => door.must('clerk', 'T-07', 'supervision-order', 'prepare'));
    expect(await door.find('T-07', 'supervision-order')).toMatchObject({ state: 'countersign' });
    await at('2026-05-22 09:40', () =>
      door.must('housing', 'T-07', 'supervision-order', 'countersign', { opinion: '同意' }),
    );
    await at('2026-05-22 10:05', () => door.must('leader', 'T-07', 'supervision-order', 'sign', { opinion: '同意' }));
    await at('2026-05-22 11:05', () => door.must('clerk', 'T-07', 'supervision-order', 'issue'));
    await at('2026-05-22 14:05', () =>
      door.must('liaisonD', 'T-07', 'supervision-order', 'receipt', {
        receivingPostId: 'area-d.government-head',
        signerPostId: 'area-d.liaison',
        outcome: 'received',
      }),
    );
    expect(await door.find('T-07', 'supervision-order')).toMatchObject({
      number: '示例环委办督〔2026〕1号',
      state: 'reply',
      replyDueOn: '2026-06-02',
    });
    const text = await textOf(order.id);
    // Who instructs and signs is named once; without a designation no leader's instruction brings in the Regulations.
    expect(text).toContain(
      '依据《示例市督办约谈办法（样例）》（示例环委〔2026〕1号）第十条，按照分管副市长2026年5月22日批示，经其批准，',
    );
    expect(text).not.toContain('政府督查工作条例');
    expect(text).toContain('请丁区区委书记、丁区区长负总责抓好落实');
    expect(text).toContain('黄色预警提示函（示例环委办函〔2026〕1号），2026年5月8日发出，按期答复');
    expect(text).toContain('完成溢流口临时截流措施，2026年6月2日前完成，责任人：丁区副区长。');
    expect(text).toContain('2026年5月22日');
    // Fifteen days are orange by themselves: the order says how the work became red.
    expect(text).toContain('。2026年5月14日、5月21日连续2次调度评为橙色，依规定转为红色。截至2026年5月21日17:00');
    // The thirty days of the Regulations stand only where the Regulations are cited.
    expect(text).toContain('有不同意见的，可以向示例市生态环境保护委员会办公室书面提出');
    // At 05-15 the answer to the yellow letter was due that very day.
    const orange = await textOf((await door.find('T-07', 'warning-orange')).id);
    expect(orange).toContain(
      '黄色预警提示函（示例环委办函〔2026〕1号），2026年5月8日发出，答复期限2026年5月15日，尚未届满',
    );
    expect(orange).toContain('。本次调度评为橙色。依据');
    // Nobody had reported: a zero is not a confirmed one.
    expect(orange).toContain('实际进度0.0%（未填报）');
    expect(orange).toContain('引用数据为未填报、按0计的数据（责任单位尚未填报进度，尚无核实记录');
    expect(orange).not.toContain('核实数据');
  });

  it('row 7: overdue since 06-03, found at the cut-off of 06-04; listed 06-05, to 07-06', async () => {
    await week('2026-05-28', late(22));
    await service.setClock(shanghai('2026-06-03 08:00'));
    await service.settle();
    expect(await door.find('T-07', 'supervision-order')).toMatchObject({ overdueSince: '2026-06-03' });
    expect(await door.list('cause=T-07&kind=listing')).toEqual([]);
    await week('2026-06-04', late(29));
    await at('2026-06-05 10:05', () => door.must('head', 'T-07', 'listing', 'approve', { opinion: '同意' }));
    await at('2026-06-05 11:05', () => door.must('clerk', 'T-07', 'listing', 'issue'));
    await at('2026-06-05 14:05', () =>
      door.must('liaisonD', 'T-07', 'listing', 'receipt', {
        receivingPostId: 'area-d.government-head',
        signerPostId: 'area-d.liaison',
      }),
    );
    const listing = await door.find('T-07', 'listing');
    expect(listing).toMatchObject({
      number: '示例环委挂〔2026〕1号',
      issuedOn: '2026-06-05',
      replyDueOn: '2026-07-06',
    });
    expect(await door.find('T-07', 'supervision-order')).toMatchObject({ state: 'absorbed' });
    const text = await textOf(listing.id);
    expect(text).toContain('决定自2026年6月5日起对该事项实行挂牌督办，督办期限至2026年7月6日');
    expect(text).toContain('督办通知（示例环委办督〔2026〕1号），2026年5月22日发出，限2026年6月2日前办结，届期未办结');
    // No meeting of the committee is on record: the head's approval is what there is.
    expect(text).not.toContain('研究');
    expect(text).toContain('抄送：示例市住房和城乡建设局，示例市人民政府。');
    expect(text).toContain('依据《示例市督办约谈办法（样例）》（示例环委〔2026〕1号）第十二条，');
    expect(text).not.toContain('默认规则');
    // Thirty days of listing move neither the stage that is overdue nor the deadline of the list.
    expect(text).toContain('完成溢流口临时截流措施，原定时限2026年5月6日已过，立即完成。');
    expect(text).toContain('完成“污水主干管错接导致雨天溢流入河”全部整改措施，2026年6月30日前完成。');
    expect(text).toContain('督办期限不改变整改时限（2026年6月30日）。');
    expect(text).toContain('截至2026年6月4日17:00，你单位牵头的');
    expect(text).toContain('个百分点。针对上述问题，依据');
    expect(text).toContain('，经市长批准，决定自');
    expect(text).toContain('文书名称\n关于对污水主干管错接导致雨天溢流入河问题整改实行挂牌督办的通知');
    expect(await ladder()).toMatchObject({
      current: { id: 'list' },
      next: { rung: { id: 'talk' }, earliestOn: '2026-07-07' },
    });
  });

  it('row 14: the listing expires 07-06, talk approved 07-09 by head and secretary, notice 07-10, held 07-16', async () => {
    for (const day of ['2026-06-11', '2026-06-18', '2026-06-25', '2026-07-02']) await week(day, late(40));
    await service.setClock(shanghai('2026-07-07 08:00'));
    await service.settle();
    const talk = await door.find('T-07', 'talk');
    expect(talk).toMatchObject({ state: 'review' });
    expect(talk.addresseePosts.map(({ id }) => id).sort()).toEqual(['area-d.government-head', 'area-d.party-head']);
    await at('2026-07-08 09:45', async () => {
      const told = await door.call('leader', 'POST', '/instructions', {
        leaderPostId: 'city-government.head',
        text: '挂牌督办逾期，请按规定约谈丁区党政主要负责人',
        subject: { kind: 'problem', id: T07 },
        ownerUnitId: 'eco-office',
      });
      expect(told).toMatchObject({ status: 201 });
    });
    await week('2026-07-09', later(24));
    // It was drafted with the figures of 07-02: nobody can sign those for a listing that ran out on 07-06.
    await at('2026-07-09 17:20', async () =>
      expect(await door.take('head', talk.id, 'approve', { opinion: '同意' })).toMatchObject({
        status: 409,
        body: { code: 'ACT_FIGURES_STALE' },
      }),
    );
    await at('2026-07-09 17:25', () => door.must('clerk', 'T-07', 'talk', 'refresh'));
    await at('2026-07-09 17:35', () => door.must('head', 'T-07', 'talk', 'approve', { opinion: '同意' }));
    expect(await door.find('T-07', 'talk')).toMatchObject({ state: 'signature' });
    await at('2026-07-09 17:50', () => door.must('secretary', 'T-07', 'talk', 'approve', { opinion: '同意' }));
    const arrangement = {
      meetingAt: '2026-07-16T14:30:00+08:00',
      place: '示例市政府第二会议室',
      chairPostId: 'city-government.head',
      summonedPostIds: ['area-d.party-head', 'area-d.government-head'],
      // The chair and one summoned are named twice by whoever filled in the form.
      attendeePostIds: [
        'city-government.head',
        'city-government.leader-in-charge',
        'eco-office.director',
        'housing.principal',
        'area-d.government-head',
      ],
      materials: '书面说明、整改计划',
      leaveRule: '因故不能参加的，于会前一个工作日书面请假',
      public: false,
    };
    await at('2026-07-10 09:35', async () => {
      const soon = await door.take('clerk', talk.id, 'issue', {
        ...arrangement,
        meetingAt: '2026-07-15T14:30:00+08:00',
      });
      expect(soon).toMatchObject({ status: 409, body: { code: 'ACT_MEETING_TOO_SOON' } });
      await door.must('clerk', 'T-07', 'talk', 'issue', arrangement);
    });
    for (const receivingPostId of ['area-d.government-head', 'area-d.party-head']) {
      expect(await door.find('T-07', 'talk')).toMatchObject({ state: 'receipt' });
      await at('2026-07-10 14:45', () =>
        door.must('liaisonD', 'T-07', 'talk', 'receipt', { receivingPostId, signerPostId: 'area-d.liaison' }),
      );
    }
    expect(await door.find('T-07', 'talk')).toMatchObject({
      state: 'attendance',
      number: '示例环委约〔2026〕1号',
      receivedOn: '2026-07-10',
      meetingAt: '2026-07-16T06:30:00.000Z',
    });
    const text = await textOf(talk.id);
    for (const part of [
      '经市委书记、市长于2026年7月9日批准，决定对你单位有关负责同志进行约谈',
      '党委（党组）主要负责人：丁区区委书记',
      '政府（行政）主要负责人：丁区区长',
      '挂牌督办期满仍未完成',
      '黄色预警提示函（示例环委办函〔2026〕1号），2026年5月8日发出',
      '督办通知（示例环委办督〔2026〕1号），2026年5月22日发出，限2026年6月2日前办结，届期未办结',
      '挂牌督办通知（示例环委挂〔2026〕1号），2026年6月5日发出，至2026年7月6日期满未完成',
      '截至2026年7月9日17:00，计划与实际对照如下',
      '100.0%50.8%滞后49.2个百分点',
      '填报进度100.0%50.8%滞后49.2个百分点核实进度100.0%32.5%滞后67.5个百分点',
      '节点：完成主干管错接改造2026年6月15日未完成逾期24天',
      '整改时限2026年6月30日未完成逾期9天',
      '整改时限（督察反馈）2026年6月30日2026年7月9日17:00计划目标',
      '节点“完成主干管错接改造”应于2026年6月15日完成，截至2026年7月9日17:00未完成',
      '核实进度由示例市住房和城乡建设局核实，逾期节点均无经核实完成的记录',
      '计划进度（整改计划）100.0%2026年7月9日17:00计划目标',
      '完成溢流口临时截流措施，时限为2026年5月6日，已完成',
      '完成“污水主干管错接导致雨天溢流入河”全部整改措施，时限为2026年6月30日，未完成',
      'T-07 工作滞后天数 2026-07-09 17:00 第1版',
      '2026年7月16日14:30，示例市政府第二会议室',
      '依据《示例市督办约谈办法（样例）》（示例环委〔2026〕1号）第十五条，按照市长2026年7月8日批示，经市委书记、市长',
      '分管副市长，市生环委办主任，市住房和城乡建设局局长',
      '约谈情况在系统内通报，不向社会公开',
      '约谈纪要于2026年7月23日前印发，整改方案于2026年7月30日前报送',
      '2026年7月15日17:00前',
    ])
      expect(text.replaceAll('\n', '')).toContain(part);
    expect(text).not.toContain('政府督查工作条例');
    // What is printed beside a figure finds it: the evidence route takes it as it stands.
    const number = encodeURIComponent('T-07 工作滞后天数 2026-07-09 17:00 第1版');
    expect(await door.call('clerk', 'GET', `/evidence/accountability/source/${number}`)).toMatchObject({
      status: 200,
      body: { record: { kind: 'indicator', title: '污水主干管错接导致雨天溢流入河：工作滞后天数' } },
    });
    const sheet = encodeURIComponent('周调度第1期 工作滞后天数 2026-04-30 第1版');
    expect(await door.call('clerk', 'GET', `/evidence/accountability/source/${sheet}`)).toMatchObject({
      status: 200,
      body: { record: { kind: 'dispatch', title: '周调度表第1期' } },
    });
    expect((await door.call('clerk', 'GET', '/evidence/accountability/source/T-07')).status).toBe(404);
    await at('2026-07-16 16:05', () =>
      door.must('clerk', 'T-07', 'talk', 'hold-meeting', {
        heldAt: '2026-07-16T14:30:00+08:00',
        chairPostId: 'city-government.head',
        // The housing bureau was invited and is not in the record.
        attendedPostIds: [
          'area-d.party-head',
          'area-d.government-head',
          'city-government.head',
          'city-government.leader-in-charge',
          'eco-office.director',
        ],
        explanation: '前期采购组织不力、部门协同不够',
        commitments: ['7月21日前完成全部错接点改造和闭水试验', '建立雨后巡查制度'],
      }),
    );
    const held = await ladder();
    const step = held.steps.find(({ rung }) => rung.id === 'talk');
    expect(step?.duties).toMatchObject([
      { id: 'minutes', dueOn: '2026-07-23' },
      { id: 'plan', dueOn: '2026-07-30' },
    ]);
    await week('2026-07-16', late(71));
    await at('2026-07-17 10:35', () =>
      door.must('clerk', 'T-07', 'talk', 'minutes', {
        text: '约谈纪要',
        demands: [
          { text: '完成其余错接点改造和全部闭水试验', deadline: '2026-07-21', ownerPostId: 'area-d.government-head' },
          '举一反三排查同类错接',
          { text: '建立雨后巡查制度', deadline: '2026-08-31', ownerPostId: 'area-d.party-head' },
        ],
        copiedTo: ['eco-committee', 'supervision-office', 'area-d'],
      }),
    );
    // The limit asks for minutes that are out.
    const minutesDuty = async () =>
      (await ladder()).steps.find(({ rung }) => rung.id === 'talk')?.duties.find(({ id }) => id === 'minutes');
    expect(await minutesDuty()).toMatchObject({ dueOn: '2026-07-23', doneOn: null });
    expect((await door.take('secretary', (await door.find('T-07', 'talk-minutes')).id, 'approve')).body).toMatchObject({
      code: 'FORBIDDEN_SIGNER',
    });
    await at('2026-07-20 09:05', () => door.must('head', 'T-07', 'talk-minutes', 'approve', { opinion: '同意' }));
    await at('2026-07-20 09:35', () => door.must('clerk', 'T-07', 'talk-minutes', 'issue'));
    expect(await minutesDuty()).toMatchObject({ doneOn: '2026-07-20' });
    await at('2026-07-20 10:35', () =>
      door.must('liaisonD', 'T-07', 'talk', 'plan', { text: '7月21日前完成改造并申请验收', deadline: '2026-08-31' }),
    );
    expect(await door.find('T-07', 'talk')).toMatchObject({
      state: 'follow-up',
      heldOn: '2026-07-16',
      repliedOn: '2026-07-20',
      overdueSince: null,
    });
    const minutes = await door.find('T-07', 'talk-minutes');
    expect(minutes).toMatchObject({ number: '第1期', issuedOn: '2026-07-20' });
    const told = await textOf(minutes.id);
    for (const part of [
      '就“污水主干管错接导致雨天溢流入河”整改进度严重滞后，挂牌督办期满仍未完成的问题，约谈了丁区区委书记、丁区区长（约谈通知书',
      '完成其余错接点改造和全部闭水试验，2026年7月21日前完成，由丁区区长负责。',
      '举一反三排查同类错接。',
      '2026年7月30日前报送整改方案，于2026年8月31日前报送整改结果',
      '（一）节点“完成主干管错接改造”应于2026年6月15日完成，截至2026年7月9日17:00未完成，逾期24天。',
      '受邀参加的市住房和城乡建设局局长未到会。记录：',
      '出席：分管副市长，市生环委办主任，丁区区委书记，丁区区长',
      '分送：示例eco-committee，示例supervision-office，示例市丁区人民政府，示例市住房和城乡建设局。',
    ])
      expect(told).toContain(part);
  });

  it('row 20: closed 08-05; delisted and talk lifted 08-06, each by its own numbered paper; the ladder ends', async () => {
    const reported = { appliedOn: '2026-07-21', ...NOTHING_YET };
    await closureStep('2026-07-21 11:00', 'report-completion', reported);
    const checked = {
      ...reported,
      checkedOn: '2026-07-22',
      inspectorPersonIds: ['p.housing.inspector-1', 'p.housing.inspector-2'],
      opinion: '整改到位，同意通过验收',
    };
    await closureStep('2026-07-22 10:00', 'accept', checked);
    const noticed = { ...checked, noticeStart: '2026-07-23', noticeEnd: '2026-08-03' };
    await closureStep('2026-07-23 09:10', 'publish-notice', noticed);
    await week(
      '2026-07-23',
      itemAt({
        measured: 'green',
        overdueMilestones: [],
        plannedPct: '100.0',
        actualPct: '100.0',
        lagPoints: '0.0',
        confirmedPct: '100.0',
        reportedPct: '100.0',
        completedOn: '2026-07-22',
      }),
    );
    await week(
      '2026-07-30',
      itemAt({
        measured: 'green',
        overdueMilestones: [],
        plannedPct: '100.0',
        actualPct: '100.0',
        lagPoints: '0.0',
        confirmedPct: '100.0',
        reportedPct: '100.0',
        completedOn: '2026-07-22',
      }),
    );
    expect((await service.warnings('item-lag'))[0]).toMatchObject({ ended: null });
    await closureStep('2026-08-04 09:20', 'end-notice', { ...noticed, objections: 0 });
    await closureStep('2026-08-05 10:10', 'confirm-by-upper', {
      ...noticed,
      objections: 0,
      upperReplyNo: '省督导复〔2026〕107号',
      upperRepliedOn: '2026-08-05',
      lookBackDueOn: '2026-11-05',
    });
    await week(
      '2026-08-06',
      itemAt({
        measured: 'green',
        overdueMilestones: [],
        plannedPct: '100.0',
        actualPct: '100.0',
        lagPoints: '0.0',
        confirmedPct: '100.0',
        reportedPct: '100.0',
        completedOn: '2026-07-22',
        closedOn: '2026-08-05',
        isClosed: true,
      }),
    );
    expect((await service.warnings('item-lag'))[0]).toMatchObject({ endReason: 'closed' });
    expect(await ladder()).toMatchObject({ status: 'ending' });
    await at('2026-08-06 17:35', () => door.must('head', 'T-07', 'delisting', 'approve', { opinion: '同意' }));
    await at('2026-08-06 17:55', () => door.must('clerk', 'T-07', 'delisting', 'issue'));
    await at('2026-08-06 18:05', () => door.must('head', 'T-07', 'talk-lifted', 'approve', { opinion: '同意' }));
    // The secretary signed the talk, so he signs its end.
    expect(await door.find('T-07', 'talk-lifted')).toMatchObject({ state: 'signature' });
    await at('2026-08-06 18:10', () => door.must('secretary', 'T-07', 'talk-lifted', 'approve', { opinion: '同意' }));
    await at('2026-08-06 18:15', () => door.must('clerk', 'T-07', 'talk-lifted', 'issue'));
    const liftedTalk = await textOf((await door.find('T-07', 'talk-lifted')).id);
    for (const part of [
      '你单位于2026年7月20日报送整改方案，于2026年7月21日报告整改完成并申请验收。',
      '经市委书记、市长批准，自2026年8月6日起解除约谈',
      '（一）完成其余错接点改造和全部闭水试验，时限为2026年7月21日，所涉整改已通过验收。',
      '（二）举一反三排查同类错接，所涉整改已通过验收。',
      '（三）建立雨后巡查制度，继续办理至2026年8月31日。',
      '请继续落实长效机制',
    ])
      expect(liftedTalk).toContain(part);
    const delisting = await door.find('T-07', 'delisting');
    expect(delisting).toMatchObject({ number: '示例环委挂〔2026〕2号', issuedOn: '2026-08-06' });
    expect(await door.find('T-07', 'talk-lifted')).toMatchObject({
      number: '示例环委约〔2026〕2号',
      issuedOn: '2026-08-06',
    });
    for (const kind of ['listing', 'talk']) expect(await door.find('T-07', kind)).toMatchObject({ state: 'filed' });
    const text = await textOf(delisting.id);
    expect(text).toContain(
      '（示例环委挂〔2026〕1号）对该事项实行挂牌督办。你单位于2026年7月21日报告整改完成并申请验收。经核查、验收、公示，市长批准',
    );
    expect(text).toContain(
      '2026年7月22日，由市住房和城乡建设局督查科科长、市住房和城乡建设局督查科科员进行现场核查；示例市生态环境局组织验收，结论为：整改到位，同意通过验收',
    );
    expect(text).toContain('2026年7月23日至2026年8月3日公示，未收到异议');
    expect(text).toContain('省督导复〔2026〕107号（2026年8月5日），同意销号');
    // Three months from the closure, as the ledger has it; the office's own work.
    expect(text).toContain('示例市生态环境保护委员会办公室于2026年11月5日前组织回头看');
    const ended = await ladder();
    expect(ended).toMatchObject({ status: 'ended', current: null, next: null });
    expect(ended.steps.map(({ rung, state }) => `${rung.id} ${state}`)).toEqual([
      'remind lifted',
      'yellow absorbed',
      'orange absorbed',
      'red absorbed',
      'order absorbed',
      'list lifted',
      'talk lifted',
    ]);
  });

  it('tells every step once, every act whole, and leaves no timer, no parked record, no gap in the numbers', async () => {
    await service.settle();
    const told = service.published(LadderStepped).map(({ rung, outcome }) => `${rung} ${outcome}`);
    expect(told.filter((one) => one.endsWith('entered'))).toEqual([
      'remind entered',
      'yellow entered',
      'orange entered',
      'red entered',
      'order entered',
      'list entered',
      'talk entered',
    ]);
    expect(told.filter((one) => one.endsWith('overdue'))).toEqual(['order overdue', 'list overdue']);
    const numbers = await select<{ series: string; agencyCode: string; serials: number[] }>(
      service.db.manager,
      `select n.series, n.agency_code, array_agg(n.serial order by n.serial) as serials from act_number n group by 1, 2 order by 1, 2`,
    );
    expect(numbers).toEqual([
      { series: 'letter', agencyCode: '示例环委办', serials: [1, 2] },
      { series: 'listing', agencyCode: '示例环委', serials: [1, 2] },
      { series: 'minutes', agencyCode: '', serials: [1] },
      { series: 'supervision', agencyCode: '示例环委办', serials: [1] },
      { series: 'talk', agencyCode: '示例环委', serials: [1, 2] },
    ]);
    const yellow = await door.find('T-07', 'warning-yellow');
    const life = service.published(ActChanged).filter(({ actId }) => actId === yellow.id);
    expect(life.map(({ version }) => version)).toEqual(life.map((_, index) => index + 1));
    // The paper is drawn again beside the life, whenever the queue comes to it.
    const steps = life.map(({ action }) => action).filter((action) => action !== 'render');
    expect(steps.slice(0, 8)).toEqual(['draft', 'submit', 'pass-review', 'sign', 'number', 'seal', 'issue', 'deliver']);
    expect(
      await select(service.db.manager, `select kind from timer where state = 'pending' and kind = 'ladder.duty'`),
    ).toEqual([]);
    expect(await service.parked()).toEqual([]);
  });

  it('pins the evidence of what went out, and hands papers and evidence out by name', async () => {
    const talk = await door.find('T-07', 'talk');
    const detail = await eventually(async () => {
      const { body } = await door.call<{
        bundle: { path: string | null };
        document: { sha256: string };
        figures: { id: string; value: string }[];
      }>('clerk', 'GET', `/acts/${talk.id}`);
      return body.bundle.path === null ? null : body;
    });
    const bundle = await door.file('clerk', detail.bundle.path!);
    const { problems, entries, manifest } = openBundle(bundle.bytes);
    expect(problems).toEqual([]);
    const names = [...entries.keys()];
    expect(names).toContain('act.json');
    expect(names.filter((name) => name.startsWith('records/accountability/figure/'))).toHaveLength(
      detail.figures.length,
    );
    expect(names.some((name) => name.startsWith('records/accountability/indicator/'))).toBe(true);
    expect(manifest.entries.find(({ name }) => name.startsWith('paper/'))?.sha256).toBe(detail.document.sha256);
    expect(await door.call('clerk', 'GET', `/acts/${talk.id}/evidence-bundle/attestation`)).toMatchObject({
      status: 200,
      body: {
        sha256: createHash('sha256').update(bundle.bytes).digest('hex'),
        isBundleIntact: true,
        packets: 0,
        problems: [],
      },
    });
    const paper = await door.file('clerk', `/acts/${talk.id}/document`);
    expect(paper).toMatchObject({
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      name: '示例环委约〔2026〕1号 关于污水主干管错接导致雨天溢流入河问题整改滞后的约谈通知书.docx',
    });
  });
});
