import type { Me } from '../shell/session.js';
import type { FormField, FormSubject } from './form-context.js';

/** Dates that are nearly always today; all others are for the person to think about. */
const TODAY = new Set(['completedOn', 'checkedOn', 'metOn', 'noticeStart', 'sentOn', 'repliedOn']);
/** Posts that whoever fills in the form holds. */
const OWN_POST = new Set(['signerPostId', 'approverPostId']);

/** What a form begins with: what the record says already, today, one's own post. Everything can be changed. */
export const firstValues = (fields: readonly FormField[], subject: FormSubject, me: Me): Record<string, unknown> => {
  const record = (subject.problem ?? subject.task ?? {}) as Readonly<Record<string, unknown>>;
  const values: Record<string, unknown> = {};
  for (const { name, control } of fields) {
    if (TODAY.has(name)) values[name] = subject.today;
    else if (OWN_POST.has(name)) values[name] = me.posts[0]?.id;
    else if (control === 'milestone') values[name] = undefined;
    else if (control !== 'files' && control !== 'long-text' && control !== 'milestones') {
      const known = record[name];
      if (known !== null && known !== undefined && known !== '') values[name] = known;
    }
  }
  return values;
};

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What is sent: fields with something in them. */
export const filledIn = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
