import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './texts/en.js';
import { zh } from './texts/zh.js';

export type Language = 'zh' | 'en';
const KEPT = 'duban.language';

export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh');

export const setLanguage = async (language: Language): Promise<void> => {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
};

/** Chinese first, English at a click; both have the same keys, the compiler sees to it. */
export const startLanguages = async (): Promise<void> => {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
    document.title = language === 'en' ? `${en.product} · ${en.productLong}` : `${zh.product} · ${zh.productLong}`;
  });
  await i18next.use(initReactI18next).init({
    resources: { zh: { translation: zh }, en: { translation: en } },
    lng: localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh',
    fallbackLng: 'zh',
    interpolation: { escapeValue: false },
  });
};

/** Something the platform names in both languages: states, actions, items of the pack. */
export interface Named {
  readonly zh: string;
  readonly en: string;
}

/** Picks the name in the language of the page; draws anew when it is switched. */
export const useNamed = (): ((named: Named) => string) => {
  const { i18n } = useTranslation();
  return (named) => (i18n.language === 'en' ? named.en : named.zh);
};
