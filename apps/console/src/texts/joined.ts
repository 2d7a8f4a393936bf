/** Texts put together with the signs of the language of the page. */
import i18next from 'i18next';

/** 氨氮、总磷 */
export const joined = (texts: readonly string[]): string => texts.join(i18next.t('states.comma'));
/** Clauses or sentences beside each other. */
export const clauses = (texts: readonly string[]): string => texts.join(i18next.t('states.semicolon'));
/** What stands in brackets behind a word; nothing where there is nothing to say. */
export const inBrackets = (text: string | null | undefined): string =>
  text ? i18next.t('states.inBrackets', { text }) : '';
