/** The three records whose course the season sets day by day: T-07, T-12 and T-19. */
import { records } from './records.mjs';
import {
  accept,
  action,
  acceptor,
  assignAndSign,
  closing,
  completion,
  confirmMilestone,
  fileCheck,
  inspectors,
  photo,
  planOf,
  progress,
  timeOf,
} from './work-actions.mjs';
import { addWorking, instant } from './write.mjs';

const recordOf = (id) => records.find((record) => record.id === id);

/** T-07: misses its milestone of 05-06 and climbs the ladder until the talk. */
export function t07() {
  const record = recordOf('T-07');
  const reply = (dispatch, date, milestone, share, words, more = {}) =>
    action(timeOf(date, '16:00'), 'area-d.liaison', 'gateway', 'reply-dispatch', `dispatch:${dispatch}/T-07`, {
      ...(milestone ? { milestone, share: String(share), reportedPct: words.pct } : {}),
      text: words.text,
      obstacle: words.obstacle ?? null,
      coordinateWithUnitId: words.coordinate ?? null,
      promise: words.promise,
      evidence: words.evidence === false ? [] : [photo(record, 'photo-progress', date, milestone ?? 5)],
      ...more,
    });
  const stuck = {
    text: '临时截流设备招标流标，正在重新组织采购，溢流口由抽排车临时处置',
    obstacle: '截流设备采购流标',
    coordinate: 'finance',
    promise: '重新完成采购并进场施工',
    evidence: false,
  };
  return [
    ...assignAndSign(record),
    ...planOf(record, '2026-05-07', '2026-05-08'),
    reply('2026-05-07', '2026-05-11', 1, 20, {
      pct: '2',
      text: '临时截流方案已编制，正在办理占道施工手续，预计两周内进场',
      obstacle: '占道施工许可未办结',
      coordinate: 'police',
      promise: '完成占道许可并启动设备采购',
    }),
    reply('2026-05-14', '2026-05-18', 1, 40, { pct: '4', ...stuck }),
    reply('2026-05-21', '2026-05-25', 1, 40, { pct: '4', ...stuck }),
    reply('2026-05-28', '2026-06-01', 1, 60, {
      pct: '6',
      text: '第二次采购完成，设备6月5日到货，错接点排查同步启动',
      promise: '设备到货并安装，完成排查三成',
    }),
    reply('2026-06-04', '2026-06-08', 1, 80, {
      pct: '8',
      text: '截流设备已到货，完成2处基坑开挖，管网排查完成9公里',
      promise: '完成截流设备安装调试',
    }),
    reply('2026-06-11', '2026-06-15', 1, 90, {
      pct: '9',
      text: '3处溢流口截流设备安装完毕，正在调试，管网排查完成16公里',
      promise: '截流设备投用，排查完成六成',
    }),
    confirmMilestone(record, 1, '2026-06-17', '11:00'),
    reply('2026-06-18', '2026-06-22', 2, 60, {
      pct: '25',
      text: '截流设备投入运行，管网排查完成24公里，发现错接点31处',
      promise: '完成全部40公里排查',
    }),
    reply('2026-06-25', '2026-06-29', 2, 90, {
      pct: '32.5',
      text: '管网排查完成38公里，累计发现错接点46处，改造施工队伍进场',
      promise: '完成排查清单，改造15处',
    }),
    confirmMilestone(record, 2, '2026-07-03', '11:00'),
    reply('2026-07-02', '2026-07-06', 3, 45, {
      pct: '50.75',
      text: '排查清单经督导单位确认，错接点改造完成21处',
      obstacle: '主干道夜间施工窗口不足',
      coordinate: 'police',
      promise: '改造累计完成35处',
    }),
    reply('2026-07-09', '2026-07-13', 3, 80, {
      pct: '63',
      text: '错接点改造完成37处，其余9处已开挖',
      promise: '完成全部46处改造',
    }),
    confirmMilestone(record, 3, '2026-07-17', '15:30'),
    reply('2026-07-16', '2026-07-20', 4, 80, {
      pct: '94',
      text: '46处错接点全部改造完成，闭水试验完成8段，7月19日强降雨期间未再溢流',
      promise: '完成其余2段闭水试验并申请验收',
    }),
    completion(record, '2026-07-21', '截流、排查、改造和闭水试验全部完成，7月19日雨天复核未再溢流'),
    fileCheck(record, '2026-07-21'),
    accept(record, '2026-07-22'),
    ...closing(record, '2026-07-22', '2026-08-05'),
    reply('2026-07-23', '2026-07-27', null, null, {
      text: '已于7月22日通过现场核查，7月23日起公示，公示期内继续开展雨后巡查',
      promise: '公示期满后报省级牵头督导单位复核',
    }),
  ];
}

/** T-12: reported too early, refused on 06-11, met by the new deadline. */
export function t12() {
  const record = recordOf('T-12');
  const confirmed = (...numbers) => new Set(numbers);
  return [
    ...assignAndSign(record),
    ...planOf(record, '2026-05-08', '2026-05-11'),
    confirmMilestone(record, 1, '2026-05-11', '10:30'),
    progress(
      record,
      '2026-05-20',
      2,
      85,
      confirmed(1),
      '截至5月20日，“完成17户生活污水纳管”完成85%，14户已接入市政管网',
    ),
    confirmMilestone(record, 2, '2026-05-26', '14:30'),
    progress(
      record,
      '2026-05-27',
      3,
      30,
      confirmed(1, 2),
      '截至5月27日，“完成岸坡垃圾清理和护岸修整”完成30%，已清运垃圾12车',
    ),
    progress(
      record,
      '2026-06-03',
      3,
      75,
      confirmed(1, 2),
      '截至6月3日，“完成岸坡垃圾清理和护岸修整”完成75%，护岸修整进入收尾',
    ),
    confirmMilestone(record, 3, '2026-06-05', '14:30'),
    completion(record, '2026-06-08', '17户生活污水全部纳管，岸坡垃圾清理完毕，申请验收销号'),
    fileCheck(record, '2026-06-09'),
    action(timeOf('2026-06-11', '10:00'), acceptor(record.acceptance), 'gateway', 'refuse', record.id, {
      checkedOn: '2026-06-11',
      inspectorPersonIds: inspectors(record.supervising),
      record: 'T-12-现场核查记录-2026-06-11.pdf',
      refusalCodes: ['R02_GOAL_UNMET', 'R05_PUBLIC_DISSATISFIED'],
      reason: '下游监测点氨氮未达到整改目标，抽访群众20人中13人满意',
    }),
    action(timeOf('2026-06-11', '14:00'), 'eco-office.clerk', 'gateway', 'order-again', record.id, {
      newDeadline: '2026-06-26',
      orderDocNo: '示例环委办责改〔2026〕1号',
      acceptanceUnitId: record.acceptance,
      milestones: [{ ...record.milestones[3], date: '2026-06-26' }],
    }),
    progress(
      record,
      '2026-06-17',
      4,
      60,
      confirmed(1, 2, 3),
      '截至6月17日，补充纳管3户漏接住户，下游监测点复测两次，氨氮降至目标以内',
    ),
    completion(record, '2026-06-22', '漏接住户全部纳管，下游监测连续三次达标，群众回访20人中19人满意'),
    fileCheck(record, '2026-06-23'),
    accept(record, '2026-06-24'),
    ...closing(record, '2026-06-24', '2026-07-15'),
  ];
}

/** T-19: closed on 06-24, found to have come back by the look-back of 07-31. */
export function t19() {
  const record = recordOf('T-19');
  const reason = '夜间巡查发现2处露天喷涂复发，集中钣喷中心夜间停用';
  const given = { checkedOn: '2026-07-31', record: 'T-19-回头看记录-2026-07-31.pdf' };
  return [
    action(timeOf('2026-07-31', '09:30'), 'transport.inspector-1', 'gateway', 'begin-look-back', 'T-19', {
      occasion: '销号后首次“回头看”',
      inspectorPersonIds: inspectors('transport'),
    }),
    action(timeOf('2026-07-31', '10:30'), 'eco-office.clerk', 'gateway', 'reopen', 'T-19', { ...given, reason }),
    action(timeOf('2026-07-31', '11:00'), 'eco-office.clerk', 'gateway', 'restart', 'T-19', {
      newDeadline: '2026-08-31',
      orderDocNo: '示例环委办责改〔2026〕2号',
      milestones: [
        { no: 1, title: '取缔复发点位并恢复钣喷中心夜间运行', date: '2026-08-10', weight: 40 },
        { no: 2, title: '连续三周夜间巡查无复发', date: '2026-08-31', weight: 60 },
      ],
    }),
    action(timeOf('2026-08-05', '14:30'), 'transport.inspector-1', 'gateway', 'confirm-milestone', 'T-19', {
      milestone: 1,
      metOn: '2026-08-05',
      opinion: '复发点位已取缔，钣喷中心夜间恢复运行',
      evidence: [photo(record, 'photo-progress', '2026-08-05', 1)],
    }),
  ];
}
