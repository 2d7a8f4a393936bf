import type { Texts } from '../../texts/shape.js';

/** The calendar of gaps. */
export const coverageZh = {
  title: '数据完整率',
  lead: '{{from}}至{{to}}，{{all}}个监测点中{{lacking}}个有缺失。',
  leadSoFar: '{{from}}至{{to}}，共{{all}}个监测点，已列出的{{n}}个中{{lacking}}个有缺失。',
  span: '时段',
  days: '近{{n}}天',
  percent: '完整率',
  due: '每天应有{{n}}条',
  counted:
    '完整率按应有时段计，时段内多条只计一条。空气站一小时有任一污染物的有效值、水质断面每个应有时段有任一项目的数据、排放口一小时有任一因子的有效值，即计收到；单项污染物的完整率可能更低。',
  day: '{{day}}：收到{{received}}条，应有{{due}}条',
  never: '从未上报',
  notBegun: '{{day}}：还没有应收的数据',
  none: '还没有登记监测点',
  shades: {
    all: '完整',
    most: '缺四分之一以内',
    half: '缺一半以内',
    few: '缺一半以上',
    none: '全天缺失',
    unheard: '尚无应收',
  },
} as const;

export const coverageEn: Texts<typeof coverageZh> = {
  title: 'Coverage',
  lead: '{{from}} to {{to}}: {{lacking}} of {{all}} points have gaps.',
  leadSoFar: '{{from}} to {{to}}: {{all}} points; of the {{n}} listed so far {{lacking}} have gaps.',
  span: 'Span',
  days: 'Last {{n}} days',
  percent: 'Came',
  due: '{{n}} due a day',
  counted:
    'Counted are the times that are due; several rows of one time are one. An hour of a station counts with a usable value of any pollutant, a time of a section with a value of any item, an hour of an outlet with a usable value of any factor; the share of a single pollutant may be lower.',
  day: '{{day}}: {{received}} came of {{due}} due',
  never: 'never heard of',
  notBegun: '{{day}}: nothing was due yet',
  none: 'No point is registered yet',
  shades: {
    all: 'whole',
    most: 'up to a quarter missing',
    half: 'up to a half missing',
    few: 'more than half missing',
    none: 'nothing all day',
    unheard: 'nothing due yet',
  },
};
