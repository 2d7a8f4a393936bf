import type { Texts } from '../../texts/shape.js';

export const deviceEntryZh = {
  add: '登记设备',
  mn: '设备编号MN',
  subject: '所测监测点',
  subjectHelp: '一台设备只为一个监测点上报；可按名称或编号查找',
  protocol: '协议版本',
  password: '访问密码',
  passwordHelp: '只保存加密摘要，登记后不再显示',
  silence: '多少小时没有数据算静默',
  retire: '停用',
  retireTitle: '停用设备{{mn}}',
  retireHelp: '停用后不再接收它的报文；已收到的报文和数据保留，编号MN可给别的设备使用。',
  restore: '恢复启用',
  restoreTitle: '恢复启用设备{{mn}}',
} as const;

export const deviceEntryEn: Texts<typeof deviceEntryZh> = {
  add: 'Register a device',
  mn: 'Equipment number MN',
  subject: 'Measures at',
  subjectHelp: 'A device reports for one station, section or outlet; find it by name or code',
  protocol: 'Edition of HJ 212',
  password: 'Password',
  passwordHelp: 'Only a keyed hash is kept; it is not shown again',
  silence: 'Silent after so many hours',
  retire: 'Take out of use',
  retireTitle: 'Take device {{mn}} out of use',
  retireHelp: 'Its packets are no longer let in; what came stays, and its number MN is free for another device.',
  restore: 'Take into use again',
  restoreTitle: 'Take device {{mn}} into use again',
};
