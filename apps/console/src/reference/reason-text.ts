/** Why a number is not valid: sentences of the services, which stay as they are on paper; the English page says those it knows in English. */
import { currentLanguage } from '../i18n.js';
import { termText } from './terms.js';

const SENTENCES: Readonly<Record<string, string | undefined>> = {
  没有有效的污染物数据: 'no valid data of pollutants',
  没有有效数据: 'no valid data',
  没有可评价的日: 'no day can be evaluated',
  没有可评价的断面: 'no section can be evaluated',
  没有两年同期均评价的断面: 'no section was evaluated in both years',
  没有可用的小时均值: 'no usable hourly mean',
  '有效日均为沙尘天，不计入': 'all valid days are dust days, which do not count',
  有处理水量的天数不足: 'too few days with water treated',
  检测项目均无限值: 'none of the items has a limit',
  未报送: 'not reported',
  断流: 'dry',
  未监测: 'not monitored',
};

/** Of several reasons of one number, joined by `；`. */
const oneReason = (reason: string): string => {
  const days = /^以下各日没有数据：(.+)$/.exec(reason)?.[1];
  if (days !== undefined) return `no data on ${days.split('、').join(', ')}`;
  const missing = /^缺少(.+)有效数据$/.exec(reason)?.[1];
  if (missing !== undefined) return `no valid data of ${missing.split('、').map(termText).join(', ')}`;
  const [, of, valid, needed] = /^(.*?)有效天数(\d+)天，少于(\d+)天$/.exec(reason) ?? [];
  if (of !== undefined) return `${of === '' ? '' : `${of.trim()}: `}${valid} valid days, fewer than ${needed}`;
  return SENTENCES[reason] ?? termText(reason);
};

export const reasonText = (reason: string): string =>
  currentLanguage() === 'en' ? reason.split('；').map(oneReason).join('; ') : reason;
