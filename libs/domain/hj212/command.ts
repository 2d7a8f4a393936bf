import type { PacketEdition } from './packet.js';

/** What the parameters of a command speak of. */
export type CommandContent =
  | 'realtime'
  | 'minute'
  | 'hour'
  | 'day'
  | 'equipmentState'
  | 'runTime'
  | 'alarm'
  | 'restart'
  | 'sampling'
  | 'log'
  | 'setting'
  | 'control'
  | 'notice'
  | 'answer';

/** D a request or notice of the host, U what a device sends of itself, DU both under one number. */
export type CommandDirection = 'D' | 'U' | 'DU';

export interface Command {
  readonly cn: string;
  readonly name: string;
  readonly direction: CommandDirection;
  readonly content: CommandContent;
  /** Editions that have it under this meaning; a vendor's own has none. */
  readonly editions: readonly PacketEdition[];
}

type CommandRow = readonly [
  cn: string,
  direction: CommandDirection,
  content: CommandContent,
  name: string,
  editions: string,
];

/**
 * Commands of HJ 212-2017 6.6.5 table 9, those of HJ/T 212-2005 it dropped, those HJ 212-2025 added, and a few that only
 * vendors have. 1001 changed its meaning between editions.
 */
const ROWS: readonly CommandRow[] = [
  ['1000', 'D', 'setting', '设置超时时间及重发次数', '2005 2017 2025'],
  ['1001', 'D', 'setting', '设置超限报警时间', '2005'],
  ['1001', 'U', 'notice', '上传数采仪硬件序列号', '2025'],
  ['1002', 'D', 'setting', '设置数采仪入网编码', '2025'],
  ['1011', 'DU', 'setting', '提取/上传现场机时间', '2005 2017 2025'],
  ['1012', 'D', 'setting', '设置现场机时间', '2005 2017 2025'],
  ['1013', 'U', 'notice', '现场机时间校准请求', '2017 2025'],
  ['1014', 'DU', 'notice', '申请/下发密钥', '2025'],
  ['1021', 'DU', 'setting', '提取/上传污染物报警门限值', '2005'],
  ['1022', 'D', 'setting', '设置污染物报警门限值', '2005'],
  ['1031', 'DU', 'setting', '提取/上传报警目标地址', '2005'],
  ['1032', 'D', 'setting', '设置报警目标地址', '2005'],
  ['1041', 'DU', 'setting', '提取/上传数据上报时间', '2005'],
  ['1042', 'D', 'setting', '设置数据上报时间', '2005'],
  ['1061', 'DU', 'setting', '提取/上传实时数据间隔', '2005 2017 2025'],
  ['1062', 'D', 'setting', '设置实时数据间隔', '2005 2017 2025'],
  ['1063', 'DU', 'setting', '提取/上传分钟数据间隔', '2017 2025'],
  ['1064', 'D', 'setting', '设置分钟数据间隔', '2017 2025'],
  ['1072', 'D', 'setting', '设置现场机密码', '2005 2017 2025'],
  ['2011', 'DU', 'realtime', '实时数据', '2005 2017 2025'],
  ['2012', 'D', 'notice', '停止察看实时数据', '2005 2017 2025'],
  ['2013', 'DU', 'realtime', '周期测量原始数据', '2025'],
  ['2021', 'DU', 'equipmentState', '治理设施运行状态', '2005 2017 2025'],
  ['2022', 'D', 'notice', '停止察看治理设施运行状态', '2005 2017 2025'],
  ['2031', 'DU', 'day', '日历史数据', '2005 2017 2025'],
  ['2041', 'DU', 'runTime', '治理设施日运行时间', '2005 2017 2025'],
  ['2051', 'DU', 'minute', '分钟数据', '2005 2017 2025'],
  ['2052', 'DU', 'minute', '噪声单次测量数据', '2025'],
  ['2061', 'DU', 'hour', '小时数据', '2005 2017 2025'],
  ['2062', 'DU', 'hour', '自动标样核查数据', '2025'],
  ['2071', 'DU', 'alarm', '报警记录', '2005'],
  ['2072', 'U', 'alarm', '报警事件', '2005'],
  ['2076', 'U', 'log', '站点日志', ''],
  ['2081', 'U', 'restart', '数采仪开机时间', '2017 2025'],
  ['2111', 'U', 'minute', '炉膛温度五分钟均值', '2025'],
  ['3011', 'D', 'control', '零点校准量程校准', '2005 2017 2025'],
  ['3012', 'D', 'control', '即时采样', '2005 2017 2025'],
  ['3013', 'D', 'control', '启动清洗/反吹', '2005 2017 2025'],
  ['3014', 'D', 'control', '比对采样', '2005 2017 2025'],
  ['3015', 'DU', 'sampling', '超标留样', '2017 2025'],
  ['3016', 'D', 'control', '设置采样时间周期', '2017 2025'],
  ['3017', 'DU', 'setting', '提取/上传采样时间周期', '2017 2025'],
  ['3018', 'DU', 'setting', '提取/上传出样时间', '2017 2025'],
  ['3019', 'DU', 'log', '提取/上传设备唯一标识', '2017 2025'],
  ['3020', 'DU', 'log', '提取/上传现场机信息', '2017 2025'],
  ['3021', 'D', 'control', '设置现场机参数', '2017 2025'],
  ['3022', 'D', 'control', '即时留样', '2025'],
  ['3024', 'D', 'control', '启动标样核查', '2025'],
  ['6100', 'U', 'notice', '厂商心跳包', ''],
  ['9011', 'U', 'answer', '请求应答', '2005 2017 2025'],
  ['9012', 'U', 'answer', '执行结果', '2005 2017 2025'],
  ['9013', 'DU', 'answer', '通知应答', '2005 2017 2025'],
  ['9014', 'DU', 'answer', '数据应答', '2005 2017 2025'],
  ['9015', 'U', 'notice', '心跳包', '2025'],
  ['9021', 'U', 'notice', '登录', ''],
  ['9022', 'D', 'answer', '登录应答', ''],
];

export const COMMANDS: readonly Command[] = ROWS.map(([cn, direction, content, name, editions]) => ({
  cn,
  direction,
  content,
  name,
  editions: editions.split(' ').filter(Boolean) as PacketEdition[],
}));

const NUMBERS: ReadonlySet<string> = new Set(ROWS.map(([cn]) => cn));

/** Whether any edition or vendor this platform knows has a command under this number. */
export const isKnownCommand = (cn: string): boolean => NUMBERS.has(cn);

/** The command under this number, where its meaning changed that of the edition; undefined where none is known. */
export function commandOf(cn: string, edition: PacketEdition = 'unknown'): Command | undefined {
  const found = COMMANDS.filter((command) => command.cn === cn);
  return found.find((command) => command.editions.includes(edition)) ?? found[0];
}
