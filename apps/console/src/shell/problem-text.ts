import i18next from 'i18next';
import { ApiProblem } from '../api/client.js';
import { refusalsZh } from '../texts/refusals.js';

const faultsText = (why: ApiProblem): string =>
  (why.problem.errors ?? []).map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');

/** Refusals whose own words name the place: a blank, a column, a figure. */
const NAMES_PLACE =
  /^(ACT_INCOMPLETE|ACT_EDIT_INVALID|ACT_RECEIPT_INVALID|ACT_MEETING_INVALID|TEMPLATE_\w+|DOCUMENT_\w+|SHEET_\w+|IMPORT_\w+|FEED_\w+)$/;

const placeText = ({ code, detail, details }: ApiProblem['problem']): string => {
  const notBefore = details?.['notBefore'];
  if (typeof notBefore === 'string') return i18next.t('states.notBefore', { date: notBefore });
  return NAMES_PLACE.test(code) ? (detail ?? '') : '';
};

/** What went wrong, in words a person can act on, in the language of the page. */
export const problemText = (why: unknown): string => {
  if (!(why instanceof ApiProblem)) return i18next.t('states.unreachable');
  const { status, code, detail } = why.problem;
  if (status === 503 || status === 502) return i18next.t('states.later');
  if (status >= 500) return i18next.t('states.fault');
  const faults = faultsText(why);
  const place = faults || placeText(why.problem);
  if (i18next.language !== 'en') {
    const known = refusalsZh[code];
    if (known) return place ? `${known}（${place}）` : known;
  }
  return i18next.t('states.refused', { why: [detail, faults].filter(Boolean).join(' ') || code });
};

/** How support finds the matter again; null where there is nothing to find. */
export const referenceOf = (why: unknown): string | null =>
  why instanceof ApiProblem ? (why.problem.correlationId?.slice(0, 8) ?? null) : null;
