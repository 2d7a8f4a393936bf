import { ALL_LISTS } from '#libs/contracts/item-lag.js';
import type { StoredIndicator } from './indicator.store.js';

/** What people call the subjects that are no place, unit or record of their own. */
const WORDS: Readonly<Record<string, string>> = { 全部清单: ALL_LISTS, 资金: 'funding', 断面: 'water' };

/** What a source number calls the subject of a number: its code, or the word people have for it. */
export const subjectWord = ({ subject, details }: Pick<StoredIndicator, 'subject' | 'details'>): string => {
  const [word] = Object.entries(WORDS).find(([, id]) => id === subject.id) ?? [];
  const shortName = details['listShortName'];
  // A source number is read back by its blanks, so a name that holds one cannot stand in it.
  return word ?? (typeof shortName === 'string' && /^\S+$/.test(shortName) ? shortName : subject.id);
};

/** The id behind such a word; a code, and the short name of a list, stand for themselves. */
export const subjectOfWord = (word: string): string => WORDS[word] ?? word;
