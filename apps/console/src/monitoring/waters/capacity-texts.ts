import type { Texts } from '../../texts/shape.js';

/** Capacity of waters. */
export const capacityZh = {
  title: '水环境容量',
  aside: '{{year}}年允许排放量与现状，吨/年',
  none: '还没有登记{{year}}年的水环境容量',
  body: '水体',
  all: '全部水体',
  item: '项目',
  allowed: '允许量',
  current: '现状',
  left: '余量',
  used: '已用',
  basis: '依据',
  version: '第{{version}}版',
} as const;

export const capacityEn: Texts<typeof capacityZh> = {
  title: 'Capacity of waters',
  aside: 'Allowed and present load in {{year}}, t a year',
  none: 'No capacity has been recorded for {{year}}',
  body: 'Water',
  all: 'all waters',
  item: 'Item',
  allowed: 'Allowed',
  current: 'Present',
  left: 'Left',
  used: 'Used',
  basis: 'By',
  version: 'version {{version}}',
};
