/**
 * Facts of the evidence chain as the services name them, in the language of the page. What is measured is a term of a
 * standard (`reference/terms.ts`); what only the chain says is in `fact-words.ts`.
 */
import { currentLanguage } from '../i18n.js';
import { termText } from '../reference/terms.js';
import { FACT_LABELS, FACT_VALUES } from './fact-words.js';

/** Services that pass a state on as their records have it. */
const STATES: Readonly<Record<string, string | undefined>> = {
  realtime: '实时',
  preliminary: '初步',
  reviewed: '审核',
};

export const factLabel = (label: string): string =>
  currentLanguage() === 'en' ? (FACT_LABELS[label] ?? termText(label)) : label;

export const factValue = (value: string): string => {
  const written = STATES[value] ?? value;
  return currentLanguage() === 'en' ? (FACT_VALUES[written] ?? termText(written)) : written;
};
