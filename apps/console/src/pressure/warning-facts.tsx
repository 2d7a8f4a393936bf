import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { linkToSubject } from '../reference/links.js';
import { termText, unitText } from '../reference/terms.js';
import type { ExceedingFactor } from './outlet-day-factors.js';
import type { WarningDetail } from './queries.js';
import { pressureZh } from './texts.js';

type SubjectKind = keyof typeof pressureZh.subjectKinds;

/** What a warning is about, with the way to its page. */
export const SubjectLink = ({ subject }: Pick<WarningDetail, 'subject'>) => {
  const { t } = useTranslation();
  const path = linkToSubject(subject.kind, subject.id);
  return (
    <>
      {path ? <Link to={path}>{subject.name}</Link> : subject.name}
      {subject.kind in pressureZh.subjectKinds ? (
        <span className="aside"> {t(`pressure.subjectKinds.${subject.kind as SubjectKind}`)}</span>
      ) : null}
    </>
  );
};

interface Place {
  readonly id: string;
  readonly name: string;
}
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
const listOf = <T,>(value: unknown, is: (one: unknown) => one is T): T[] =>
  Array.isArray(value) ? value.filter(is) : [];
const isText = (one: unknown): one is string => typeof one === 'string';
const isPlace = (one: unknown): one is Place =>
  typeof one === 'object' && one !== null && 'id' in one && isText(one.id) && 'name' in one && isText(one.name);

/** The number a warning rests on and what stands beside it, as far as its owner told any. */
export interface Judged {
  readonly value: string | null;
  readonly unit: string;
  readonly limit: string | null;
  readonly exceeding: readonly string[];
  readonly downstream: readonly Place[];
  /** Sections that brought it about. */
  readonly causedBy: readonly Place[];
}

export const judgedOf = ({ details }: Pick<WarningDetail, 'details'>): Judged => {
  const of = (typeof details['of'] === 'object' && details['of'] !== null ? details['of'] : {}) as Readonly<
    Record<string, unknown>
  >;
  const causes = listOf(of['causedBy'], isText);
  return {
    value: textOf(details['value']),
    unit: textOf(details['unit']) ?? '',
    limit: textOf(details['limit']),
    exceeding: listOf(of['exceeding'], isText),
    downstream: listOf(of['downstream'], isPlace),
    causedBy: listOf(of['sections'], isPlace).filter(({ id }) => causes.includes(id)),
  };
};

/** What the means of an outlet's day came to beside their limits, with the paper of each limit and the hours. */
export const OutletDayFactors = ({ factors }: { readonly factors: readonly ExceedingFactor[] }) => {
  const { t } = useTranslation();
  return (
    <>
      {factors.map(({ name, unit, fewestHours, ...one }) => (
        <div key={name}>
          {t('pressure.outletDay', { ...one, name: termText(name), unit: unitText(unit) })}
          {fewestHours === null ? null : t('pressure.hoursAsked', { n: fewestHours })}
        </div>
      ))}
    </>
  );
};

/** Sections by name, each with the way to its page. */
export const SectionLinks = ({ sections }: { readonly sections: readonly Place[] }) => (
  <>
    {sections.map(({ id, name }, at) => (
      <span key={id}>
        {at > 0 ? '、' : ''}
        <Link to={`/monitoring/sections/${id}`}>{name}</Link>
      </span>
    ))}
  </>
);
