import { currentLanguage, type Named } from '../i18n.js';
import { factWord } from '../evidence/fact-words.js';
import { termText } from '../reference/terms.js';

const wordOf = (word: string): string => factWord(word) ?? termText(word);

/**
 * A warning's title with the name of its rule in the language of the page: `断面6：断面连续不达标`, `数据静默：空气站点 17/17`,
 * `OUT01：化学需氧量超标`. Names of subjects stay, and so does a title that does not hold its rule's name.
 */
export const warningTitle = (title: string, rule: Named): string => {
  const at = currentLanguage() === 'en' ? title.lastIndexOf(rule.zh) : -1;
  if (at < 0) return title;
  const before = title.slice(0, at);
  const after = title.slice(at + rule.zh.length);
  const cut = before.lastIndexOf('：');
  const [subject, what] = [before.slice(0, cut + 1).replace(/：$/, ': '), before.slice(cut + 1)];
  const [network = '', ...count] = after.replace(/^：/, '').split(' ');
  const rest = after.startsWith('：') ? `: ${[wordOf(network), ...count].join(' ')}` : after;
  return `${subject}${what === '' ? '' : `${wordOf(what)} `}${rule.en}${rest.replace(/^（(.+)）$/, ' ($1)')}`;
};
