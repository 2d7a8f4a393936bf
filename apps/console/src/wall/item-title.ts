import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { warningTitle } from '../pressure/warning-title.js';
import { useVocabulary } from '../reference/names.js';
import type { WallItem } from './items.js';

type Titled = Pick<WallItem['item'], 'kind' | 'title'>;

/** What an item is called; a warning has the name of its rule in the language of the page. */
export const useItemTitle = (): ((item: Titled) => string) => {
  const rules = useVocabulary('rules');
  const { i18n } = useTranslation();
  return useCallback(
    ({ kind, title }) => {
      if (kind !== 'warning') return title;
      const [rule] = rules.filter(({ zh }) => title.includes(zh)).sort((a, b) => b.zh.length - a.zh.length);
      return rule ? warningTitle(title, rule) : title;
    },
    [rules, i18n.language],
  );
};
