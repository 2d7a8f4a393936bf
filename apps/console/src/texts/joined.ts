/** Signs that join texts, by the language of the page. */
import i18next from 'i18next';

/** Between things of a row: 氨氮、总磷 */
export const comma = (): string => i18next.t('states.comma');
/** Between clauses or sentences beside each other. */
export const semicolon = (): string => i18next.t('states.semicolon');
/** What stands in brackets behind a word; nothing where there is nothing to say. */
export const inBrackets = (text: string | null | undefined): string =>
  text ? i18next.t('states.inBrackets', { text }) : '';
