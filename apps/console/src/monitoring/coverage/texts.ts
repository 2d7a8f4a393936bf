import type { Texts } from '../../texts/shape.js';

/** The calendar of gaps. */
export const coverageZh = {
  title: '数据完整率',
  lead: '{{from}}至{{to}}，{{all}}个监测点中{{lacking}}个有缺失。',
  leadSoFar: '{{from}}至{{to}}，共{{all}}个监测点，已列出的{{n}}个中{{lacking}}个有缺失。',
  span: '时段',
  days: '近{{n}}天',
  counting: '按哪项计',
  any: '任一项目',
  percent: '完整率',
  least: '单项最低',
  due: '每天应有{{n}}条',
  counted:
    '完整率按应有时段计，时段内多条只计一条。空气站一小时有任一污染物的有效值、水质断面每个应有时段有任一项目的数据、排放口一小时有任一因子的有效值，即计收到。单项污染物的均值、百分位数只取该项有值的小时，故另列完整率最低的一项；指向它可看六项，选定一项可逐日看。',
  countedOf: '只列空气站，一小时有{{pollutant}}的有效值才计收到。',
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
  counting: 'Counted by',
  any: 'Any item',
  percent: 'Came',
  least: 'Least pollutant',
  due: '{{n}} due a day',
  counted:
    'Counted are the times that are due; several rows of one time are one. An hour of a station counts with a usable value of any pollutant, a time of a section with a value of any item, an hour of an outlet with a usable value of any factor. Means and percentiles of a pollutant rest on the hours with a value of it alone: the one of which least came stands beside, all six where it is pointed at, and day by day where one is chosen.',
  countedOf: 'Stations alone; an hour counts with a usable value of {{pollutant}}.',
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
