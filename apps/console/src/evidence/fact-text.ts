/**
 * Facts of the evidence chain as the services name them, in the language of the page. What is measured is a term of a
 * standard (`reference/terms.ts`); what only the chain says is in `fact-words.ts`.
 */
import { currentLanguage } from '../i18n.js';
import { termText } from '../reference/terms.js';
import { FACT_LABELS, factWord } from './fact-words.js';

/** Services that pass a state on as their records have it. */
const STATES: Readonly<Record<string, string | undefined>> = {
  realtime: '实时',
  preliminary: '初步',
  reviewed: '审核',
  notice: '提示',
  yellow: '黄色',
  orange: '橙色',
  red: '红色',
};

/** What is said of an item: its mean, or what a review made of its value. */
const OF_ITEM = /^(.+)(均值|审核)$/;
const SAID: Readonly<Record<string, string>> = { 均值: 'mean', 审核: 'review' };

const englishLabel = (label: string): string => {
  if (FACT_LABELS[label] !== undefined) return FACT_LABELS[label];
  const [, item, said = ''] = OF_ITEM.exec(label) ?? [];
  return item === undefined ? termText(label) : `${termText(item)}, ${SAID[said]}`;
};

export const factLabel = (label: string): string => (currentLanguage() === 'en' ? englishLabel(label) : label);

/** A word with a time behind it, or a remark in brackets: `已结束 2026-05-01T00:00:00.000Z`, `列入清单（2026-04-01）`. */
const AND_MORE = /^(\p{Script=Han}+)(?: (\S+)|（(.+)）)$/u;

const englishOf = (value: string): string => {
  const whole = factWord(value);
  if (whole !== undefined) return whole;
  const [, head = '', time, remark] = AND_MORE.exec(value) ?? [];
  const word = factWord(head);
  if (word === undefined) return termText(value);
  return time === undefined ? `${word} (${remark})` : `${word} ${time}`;
};

export const factValue = (value: string): string => {
  const written = STATES[value] ?? value;
  return currentLanguage() === 'en' ? englishOf(written) : written;
};
