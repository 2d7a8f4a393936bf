import type { Texts } from '../../texts/shape.js';

export const indicatorsZh = {
  title: '指标口径',
  lead: '共{{n}}项指标：预警规则、看板、通报和考核只使用这里定义的数字。',
  search: '按名称或编号查找',
  none: '没有符合条件的指标',
  name: '指标',
  unit: '单位',
  direction: '好坏方向',
  directions: { higher: '越高越好', lower: '越低越好', none: '不分好坏' },
  formula: '计算方法',
  coverage: '统计口径',
  periods: {
    hour: '小时',
    day: '日',
    week: '周',
    month: '月',
    quarter: '季',
    year: '年',
    cutoff: '截至某时',
  },
  services: { monitoring: '环境监测', ledger: '任务台账', funding: '项目资金', inspection: '督察检查' },
} as const;

export const indicatorsEn: Texts<typeof indicatorsZh> = {
  title: 'Definitions',
  lead: '{{n}} numbers: warnings, boards, bulletins and assessments use none but these.',
  search: 'By name or id',
  none: 'No such number',
  name: 'Number',
  unit: 'Unit',
  direction: 'Good when',
  directions: { higher: 'higher', lower: 'lower', none: 'neither' },
  formula: 'Formula',
  coverage: 'What counts',
  periods: {
    hour: 'hour',
    day: 'day',
    week: 'week',
    month: 'month',
    quarter: 'quarter',
    year: 'year',
    cutoff: 'to date',
  },
  services: { monitoring: 'Monitoring', ledger: 'Ledger', funding: 'Funds', inspection: 'Inspection' },
};
