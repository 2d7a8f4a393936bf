/**
 * Terms the standards write in Chinese and the services answer with: items, commands, grades, words of change, units. The
 * Chinese page shows them as they are, the English one in English; what is no such term (a name of a place) stays as it is.
 */
import { currentLanguage } from '../i18n.js';

/** GB 3838-2002 tables 1 and 2, and what automatic stations measure beside them (HJ 525-2009). */
const ITEMS = {
  水温: 'water temperature',
  pH值: 'pH',
  溶解氧: 'dissolved oxygen',
  高锰酸盐指数: 'permanganate index',
  化学需氧量: 'COD',
  五日生化需氧量: 'BOD5',
  氨氮: 'ammonia nitrogen',
  总磷: 'total phosphorus',
  总氮: 'total nitrogen',
  铜: 'copper',
  锌: 'zinc',
  氟化物: 'fluoride',
  硒: 'selenium',
  砷: 'arsenic',
  汞: 'mercury',
  镉: 'cadmium',
  '铬(六价)': 'chromium (VI)',
  六价铬: 'chromium (VI)',
  铅: 'lead',
  氰化物: 'cyanide',
  挥发酚: 'volatile phenols',
  石油类: 'petroleum',
  阴离子表面活性剂: 'anionic surfactants',
  硫化物: 'sulphide',
  粪大肠菌群: 'faecal coliforms',
  硫酸盐: 'sulphate',
  氯化物: 'chloride',
  硝酸盐: 'nitrate',
  铁: 'iron',
  锰: 'manganese',
  电导率: 'conductivity',
  浊度: 'turbidity',
  浑浊度: 'turbidity',
  悬浮物: 'suspended solids',
  污水流量: 'flow of waste water',
  二氧化硫: 'sulphur dioxide',
  二氧化氮: 'nitrogen dioxide',
  一氧化碳: 'carbon monoxide',
  臭氧: 'ozone',
  可吸入颗粒物: 'PM10',
  细颗粒物: 'PM2.5',
  氮氧化物: 'nitrogen oxides',
  烟尘: 'dust',
  颗粒物: 'particles',
} as const;

/** Grades and changes of HJ 633, GB 3838, the assessment measures for surface water, and the guide on black waters. */
const WORDS = {
  优: 'excellent',
  良: 'good',
  良好: 'good',
  轻度污染: 'lightly polluted',
  中度污染: 'moderately polluted',
  重度污染: 'heavily polluted',
  严重污染: 'severely polluted',
  劣Ⅴ: 'below Ⅴ',
  无明显变化: 'no clear change',
  有所好转: 'somewhat better',
  有所下降: 'somewhat worse',
  明显好转: 'clearly better',
  明显下降: 'clearly worse',
  贫营养: 'oligotrophic',
  中营养: 'mesotrophic',
  轻度富营养: 'lightly eutrophic',
  中度富营养: 'moderately eutrophic',
  重度富营养: 'heavily eutrophic',
  轻度黑臭: 'lightly black',
  重度黑臭: 'heavily black',
  一级: 'level 1',
  二级: 'level 2',
} as const;

/** HJ 212-2017 table 9, with those of the editions before and after it. */
const COMMANDS = {
  设置超时时间及重发次数: 'set time-out and re-sends',
  设置超限报警时间: 'set time of alarms',
  上传数采仪硬件序列号: 'serial number of the logger',
  设置数采仪入网编码: 'set the number of the logger',
  '提取/上传现场机时间': 'clock of the device',
  设置现场机时间: 'set the clock',
  现场机时间校准请求: 'asks for the time',
  '申请/下发密钥': 'key',
  '提取/上传污染物报警门限值': 'alarm limits',
  设置污染物报警门限值: 'set alarm limits',
  '提取/上传报警目标地址': 'address of alarms',
  设置报警目标地址: 'set address of alarms',
  '提取/上传数据上报时间': 'time of reports',
  设置数据上报时间: 'set time of reports',
  '提取/上传实时数据间隔': 'interval of real-time data',
  设置实时数据间隔: 'set interval of real-time data',
  '提取/上传分钟数据间隔': 'interval of minute data',
  设置分钟数据间隔: 'set interval of minute data',
  设置现场机密码: 'set the password',
  实时数据: 'real-time data',
  停止察看实时数据: 'stop real-time data',
  周期测量原始数据: 'raw data of a cycle',
  治理设施运行状态: 'state of facilities',
  停止察看治理设施运行状态: 'stop states of facilities',
  日历史数据: 'day data',
  治理设施日运行时间: 'running time of facilities',
  分钟数据: 'minute data',
  噪声单次测量数据: 'single measurement of noise',
  小时数据: 'hour data',
  自动标样核查数据: 'check with a standard sample',
  报警记录: 'alarms',
  报警事件: 'alarm',
  站点日志: 'log of the site',
  数采仪开机时间: 'restart of the logger',
  炉膛温度五分钟均值: 'furnace temperature, five minutes',
  零点校准量程校准: 'calibrate zero and span',
  即时采样: 'sample now',
  '启动清洗/反吹': 'clean or blow back',
  比对采样: 'sample to compare',
  超标留样: 'retain a sample',
  设置采样时间周期: 'set times of sampling',
  '提取/上传采样时间周期': 'times of sampling',
  '提取/上传出样时间': 'time until a sample is done',
  '提取/上传设备唯一标识': 'identity of the analyser',
  '提取/上传现场机信息': 'information of the device',
  设置现场机参数: 'set a parameter of the device',
  即时留样: 'retain a sample now',
  启动标样核查: 'check with a standard sample',
  厂商心跳包: 'heartbeat of the vendor',
  请求应答: 'answer to a request',
  执行结果: 'result',
  通知应答: 'answer to a notice',
  数据应答: 'answer to data',
  心跳包: 'heartbeat',
  登录: 'sign-in',
  登录应答: 'answer to a sign-in',
} as const;

const UNITS = {
  个: '',
  '个/L': '/L',
  个月: 'months',
  个百分点: 'percentage points',
  名: 'places',
  吨: 't',
  周: 'weeks',
  天: 'days',
  小时: 'hours',
  次: 'times',
  万元: '×10,000 yuan',
  万吨: '×10,000 t',
  字节: 'bytes',
  立方米: 'm³',
  类: '',
  级: '',
  项: 'items',
} as const;

const ENGLISH: Readonly<Record<string, string | undefined>> = { ...ITEMS, ...WORDS, ...COMMANDS };
const ENGLISH_UNITS: Readonly<Record<string, string | undefined>> = UNITS;

/** A term of a standard in the language of the page. */
export const termText = (term: string): string => (currentLanguage() === 'en' ? (ENGLISH[term] ?? term) : term);

/** An item with the multiple it exceeds by behind it: 氨氮(0.3). */
export const itemText = (text: string): string => {
  const [, item = text, multiple = ''] = /^(.*?)(\([\d.]+\))?$/.exec(text) ?? [];
  return termText(item) + multiple;
};

/** Concentrations are written with signs in both languages, whatever the pack, a device or a table calls them. */
const spelled = (unit: string): string =>
  unit
    .trim()
    .replace(/^(微克|[uμ]g)(\/|每)/, 'µg/')
    .replace(/^毫克(\/|每)/, 'mg/')
    .replace(/\/(立方米|m3)$/, '/m³')
    .replace(/\/升$/, '/L');

/** A unit in the one spelling of the console, and in English where it is a word. */
export const unitText = (unit: string): string => {
  const written = spelled(unit);
  return currentLanguage() === 'en' ? (ENGLISH_UNITS[written] ?? written) : written;
};
