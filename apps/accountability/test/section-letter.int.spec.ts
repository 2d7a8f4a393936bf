import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mammoth from 'mammoth';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import {
  type AccountabilityService,
  number,
  sendCity,
  shanghai,
  startAccountability,
  weekPeriod,
} from './accountability-service.js';
import { actDoor, sendOfficials } from './season-acts.js';

let service: AccountabilityService;
let door: ReturnType<typeof actDoor>;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-07-13 00:00'));
  await sendCity(service);
  await sendOfficials(service);
  door = actDoor(service);
}, 120_000);
afterAll(() => service?.stop());

const week = (
  label: string,
  monday: string,
  oxygen: string,
  revision = 1,
  { more = [] as string[], dataState = 'realtime' as 'realtime' | 'reviewed' } = {},
) =>
  number('water.section.week.class', { kind: 'section', id: 'DM04' }, weekPeriod(label, monday), '4', {
    ...{ revision, unit: '类', dataState },
    details: {
      ...{ target: 3, exceeding: ['高锰酸盐指数(0.2)', '溶解氧', ...more] },
      means: { do: oxygen, codmn: '7.2', nh3n: '1.4' },
    },
  });
const correctedIn = async (act: string) => {
  const { status, body } = await door.take('leader', act, 'approve');
  expect([status, body['code']]).toEqual([409, 'ACT_FIGURES_CORRECTED']);
  return (body['details'] as { figures: unknown }).figures;
};

describe('the yellow letter on a section', () => {
  it('prints dissolved oxygen by its mean, keeps name and year apart, and names the rule of the place', async () => {
    await service.send(MonitoringIndicator, [week('2026-W29', '2026-07-13', '4.9')]);
    await service.send(MonitoringIndicator, [week('2026-W30', '2026-07-20', '3.6')]);
    await service.settle();
    expect(await service.parked()).toEqual([]);
    expect(await service.warnings('section-failing')).toMatchObject([{ count: 2, severity: 'yellow' }]);
    await service.setClock(shanghai('2026-07-28 09:00'));
    const { id } = await door.find('section/DM04', 'warning-yellow');
    await door.must('clerk', 'section/DM04', 'warning-yellow', 'prepare');
    await service.settle();
    const paper = await door.file('clerk', `/acts/${id}/document`);
    const text = (await mammoth.extractRawText({ buffer: paper.bytes })).value.replaceAll(/\n+/g, '');
    for (const part of [
      '断面4水质连续2周未达到Ⅲ类目标（示例办〔2026〕3号断面水质目标责任书；按《地表水环境质量标准》（GB 3838-2002）评价）：',
      '2026年7月13日至19日为Ⅳ类（高锰酸盐指数均值7.2mg/L，超标0.2倍；溶解氧均值4.9mg/L），2026年7月20日至26日为Ⅳ类（高锰酸盐指数均值7.2mg/L，超标0.2倍；溶解氧均值3.6mg/L）。',
      '依据《示例市督办约谈办法（样例）》（示例环委〔2026〕1号）第八条第一项，现对你单位发出黄色预警',
      '超标项目：高锰酸盐指数（均值7.2mg/L，超标0.2倍）、溶解氧（均值4.9mg/L）',
      '断面4，2026年7月20日至26日高锰酸盐指数超标倍数（对照Ⅲ类限值）0.2倍',
      '断面4水质目标（示例办〔2026〕3号断面水质目标责任书）Ⅲ类2026年7月27日0:00计划目标',
      '断面4，2026年7月13日至19日水质类别',
      '断面4，2026年7月20日至26日溶解氧均值3.6mg/L',
      '此后连续1周水质达到目标的，预警解除',
      '文书名称关于断面4水质连续2周未达标的黄色预警提示函',
      'DM04 断面周水质类别 2026-W30 第1版',
    ])
      expect(text).toContain(part);
    for (const part of ['断面42026', '默认规则', '滞后', 'indicator/', '(0.2)']) expect(text).not.toContain(part);
    const source = encodeURIComponent('DM04 断面周水质类别 2026-W30 第1版');
    expect(await door.call('clerk', 'GET', `/evidence/accountability/source/${source}`)).toMatchObject({
      status: 200,
      body: {
        record: {
          ...{ kind: 'indicator', title: '断面4：断面周水质类别' },
          facts: expect.arrayContaining([
            { label: '断面周水质类别', value: 'Ⅳ', unit: '类' },
            { label: '目标类别', value: 'Ⅲ类' },
            { label: '溶解氧均值', value: '3.6', unit: 'mg/L' },
          ]),
        },
      },
    });
  });

  it('is signed as the signer saw it though its paper was drawn meanwhile, and not once somebody has edited it', async () => {
    const { id, version } = await door.find('section/DM04', 'warning-yellow');
    const { nextActions } = (await door.call<{ nextActions: { action: string }[] }>('director', 'GET', `/acts/${id}`))
      .body;
    expect(nextActions.map(({ action }) => action)).toContain('sign');
    const edit = (expectedVersion: number) =>
      door.call('clerk', 'PUT', `/acts/${id}/content`, {
        body: ['请于收到本函后核查原因。'],
        reason: '补充要求',
        expectedVersion,
      });
    const edited = await edit(version - 1);
    expect(edited).toMatchObject({ status: 200 });
    await service.settle();
    const drawn = await door.find('section/DM04', 'warning-yellow');
    expect(drawn.version).toBeGreaterThan(Number(edited.body['version']));
    expect(await edit(version - 1)).toMatchObject({ status: 409, body: { code: 'ACT_CHANGED_MEANWHILE' } });
    const approved = await door.take('director', id, 'sign', {
      opinion: '同意',
      expectedVersion: edited.body['version'],
    });
    expect(approved).toMatchObject({ status: 200 });
  });

  it('is followed by an order nobody signs while it tells of the letter what is no longer so', async () => {
    await door.must('clerk', 'section/DM04', 'warning-yellow', 'issue');
    await door.must('liaisonB', 'section/DM04', 'warning-yellow', 'receipt', {
      receivingPostId: 'area-b.liaison',
      signerPostId: 'area-b.liaison',
    });
    await service.send(MonitoringIndicator, [week('2026-W31', '2026-07-27', '3.9')]);
    await service.settle();
    await service.setClock(shanghai('2026-08-03 09:00'));
    await service.settle();
    const order = await door.find('section/DM04', 'supervision-order');
    const own = {
      ...{ id: 'outfalls', label: '已排查排口', definition: '排口排查', cutoff: '2026-08-02', value: '12', unit: '个' },
      ...{ state: 'reported', takenFrom: '排查台账' },
    };
    const write = (content: object) => door.call('clerk', 'PUT', `/acts/${order.id}/content`, content);
    expect(await write({ figures: [own] })).toMatchObject({ status: 200 });
    expect(await write({ figures: [{ ...own, id: 'target' }] })).toMatchObject({
      body: { code: 'ACT_FIGURE_ID_TAKEN', details: { taken: ['target'] } },
    });
    // The last week is corrected: its class stays, the mean the draft quotes does not.
    await service.send(MonitoringIndicator, [week('2026-W31', '2026-07-27', '4.1', 2)]);
    await service.settle();
    expect(await correctedIn(order.id)).toEqual([
      { label: '断面4，2026年7月27日至8月2日溶解氧均值', printed: '3.9mg/L', now: '4.1mg/L' },
    ]);
    await door.must('clerk', 'section/DM04', 'supervision-order', 'refresh');
    // What a correction adds is missing from the draft, and what is reviewed now is told as it was before.
    await service.send(MonitoringIndicator, [week('2026-W31', '2026-07-27', '4.1', 3, { more: ['氨氮(0.4)'] })]);
    await service.settle();
    expect(await correctedIn(order.id)).toEqual([
      { label: '断面4，2026年7月27日至8月2日氨氮均值', printed: null, now: '1.4mg/L' },
      { label: '断面4，2026年7月27日至8月2日氨氮超标倍数（对照Ⅲ类限值）', printed: null, now: '0.4倍' },
    ]);
    await door.must('clerk', 'section/DM04', 'supervision-order', 'refresh');
    const reviewed = { more: ['氨氮(0.4)'], dataState: 'reviewed' as const };
    await service.send(MonitoringIndicator, [week('2026-W31', '2026-07-27', '4.1', 4, reviewed)]);
    await service.settle();
    expect(await correctedIn(order.id)).toContainEqual({
      label: '断面4，2026年7月27日至8月2日溶解氧均值',
      printed: '4.1mg/L（实时）',
      now: '4.1mg/L（审核）',
    });
    await door.must('clerk', 'section/DM04', 'supervision-order', 'refresh');
    const { figures } = (await door.call<{ figures: { label: string }[] }>('clerk', 'GET', `/acts/${order.id}`)).body;
    expect(figures.map(({ label }) => label)).toContain('已排查排口');
    // What somebody writes of the letter himself is his own word, as long as the letter stands as it did then.
    const letter = { date: '2026-07-28', name: '黄色预警', number: '示例函〔2026〕1号' };
    const byHand = (result: string) => write({ parameters: { earlierActs: [{ ...letter, result }] } });
    expect(await byHand('尚未答复，已电话催办')).toMatchObject({ status: 200 });
    await door.must('liaisonB', 'section/DM04', 'warning-yellow', 'reply', { text: '已排查上游排口。' });
    const refused = await door.take('leader', order.id, 'approve');
    expect(refused).toMatchObject({ status: 409, body: { code: 'ACT_EARLIER_PAPERS_MOVED' } });
    const { now } = refused.body['details'] as { now: { result: string }[] };
    expect(now).toMatchObject([{ result: '按期答复，问题尚未解决' }]);
    expect(await byHand('8月3日答复，溶解氧仍未达标')).toMatchObject({ status: 200 });
    expect(await door.take('leader', order.id, 'approve')).toMatchObject({ status: 200 });
  });

  it('is corrected by an order that does not tell of the one it takes the place of', async () => {
    const order = await door.find('section/DM04', 'supervision-order');
    await door.must('clerk', 'section/DM04', 'supervision-order', 'issue');
    await door.must('clerk', 'section/DM04', 'supervision-order', 'correction', { reason: '抬头有误' });
    const all = await door.list(`cause=${encodeURIComponent('section/DM04')}`);
    const correction = all.find(({ kind, id }) => kind === 'supervision-order' && id !== order.id)!;
    const earlierOf = async (id: string): Promise<{ name: string }[]> =>
      (await door.call<{ parameters: { earlierActs: { name: string }[] } }>('clerk', 'GET', `/acts/${id}`)).body
        .parameters.earlierActs;
    expect(await door.take('clerk', correction.id, 'refresh')).toMatchObject({ status: 200 });
    expect(await earlierOf(correction.id)).toHaveLength(1);
    expect(await earlierOf(order.id)).toHaveLength(1);
    expect(await door.take('leader', correction.id, 'approve')).toMatchObject({ status: 200 });
  });
});

it('lists the weeks it counts, and passes over one without a class between them', async () => {
  const about = (label: string, monday: string, value: string | null) =>
    number('water.section.week.class', { kind: 'section', id: 'DM05' }, weekPeriod(label, monday), value, {
      details: { target: 3 },
    });
  await service.send(MonitoringIndicator, [
    about('2026-W29', '2026-07-13', '4'),
    about('2026-W30', '2026-07-20', null),
    about('2026-W31', '2026-07-27', '5'),
  ]);
  await service.settle();
  await service.setClock(shanghai('2026-08-04 09:00'));
  await service.settle();
  await door.must('clerk', 'section/DM05', 'warning-yellow', 'prepare');
  await service.settle();
  const { id } = await door.find('section/DM05', 'warning-yellow');
  const paper = await door.file('clerk', `/acts/${id}/document`);
  const text = (await mammoth.extractRawText({ buffer: paper.bytes })).value.replaceAll(/\n+/g, '');
  expect(text).toContain('断面5水质连续2周未达到Ⅲ类目标');
  expect(text).toContain('2026年7月13日至19日为Ⅳ类，2026年7月27日至8月2日为Ⅴ类');

  // What ended it is not among what it counted: papers that lift the measure tell of the weeks it was for.
  await service.send(MonitoringIndicator, [about('2026-W32', '2026-08-03', '3')]);
  await service.settle();
  const [ended] = (await service.warnings('section-failing')).filter(({ subject }) => subject === 'section:DM05');
  expect(ended).toMatchObject({
    endReason: 'quiet',
    details: { periods: [{ label: '2026-W31' }, { label: '2026-W29' }] },
  });
});
