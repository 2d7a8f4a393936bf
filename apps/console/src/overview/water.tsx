import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { WATER_CLASS_LOOKS, type WaterClass } from '#libs/domain/water/edition.js';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { Cutoff } from '../marks/cutoff.js';
import { isWaterClass, WaterClassMark } from '../marks/water-class.js';
import { itemText, termText } from '../reference/terms.js';
import { comma } from '../texts/joined.js';
import { Answer, Section } from '../shell/parts.js';
import { dayText, daysLater } from '../shell/time.js';
import { type SectionWeek, useSectionNames, useSectionWeek } from './queries.js';

const CLASSES: readonly WaterClass[] = [1, 2, 3, 4, 5, 6];
const GOOD_UP_TO = 3;
const WORST: WaterClass = 6;

export const classOf = ({ of }: SectionWeek): WaterClass | null => {
  const value = Number(of.value);
  return of.valid && isWaterClass(value) ? value : null;
};
const targetOf = ({ of }: SectionWeek): number => Number(of.details['target'] ?? of.details['limit'] ?? GOOD_UP_TO);
export const isFailing = (one: SectionWeek): boolean => {
  const found = classOf(one);
  return found !== null && found > targetOf(one);
};
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** How many sections lie in which class, as one bar of the standard's colours. */
const ClassBar = ({ sections }: { readonly sections: readonly SectionWeek[] }) => {
  const { t } = useTranslation();
  const counts = CLASSES.map((waterClass) => ({
    waterClass,
    n: sections.filter((one) => classOf(one) === waterClass).length,
  })).filter(({ n }) => n > 0);
  return (
    <div className="class-bar" role="img" aria-label={t('overview.water.classes')}>
      {counts.map(({ waterClass, n }) => {
        const { numeral, screenColour } = WATER_CLASS_LOOKS[waterClass];
        return (
          <span
            key={waterClass}
            style={{ flexGrow: n, background: screenColour, color: waterClass === WORST ? '#fff' : '#1d2424' }}
            title={t('overview.water.classLabel', { numeral: termText(numeral), n })}
          >
            {termText(numeral)} <b>{n}</b>
          </span>
        );
      })}
    </div>
  );
};

const Failing = ({ sections }: { readonly sections: readonly SectionWeek[] }) => {
  const { t } = useTranslation();
  const nameOf = useSectionNames();
  const failing = sections
    .filter(isFailing)
    .sort((a, b) => b.running - a.running || Number(b.of.value) - Number(a.of.value));
  if (failing.length === 0) return <p className="aside">{t('overview.water.allMeet')}</p>;
  return (
    <table className="page-table">
      <thead>
        <tr>
          <th scope="col">{t('overview.water.section')}</th>
          <th scope="col">{t('overview.water.class')}</th>
          <th scope="col">{t('overview.water.target')}</th>
          <th scope="col" className="right">
            {t('overview.water.running')}
          </th>
          <th scope="col">{t('overview.water.exceeding')}</th>
        </tr>
      </thead>
      <tbody>
        {failing.map((one) => (
          <tr key={one.of.subject.id}>
            <th scope="row">
              <Link to={`/monitoring/sections/${one.of.subject.id}`}>{nameOf(one.of.subject.id)}</Link>
            </th>
            <td>
              <EvidenceButton record={{ service: 'monitoring', kind: 'indicator', id: one.of.id }}>
                <WaterClassMark waterClass={classOf(one)!} isBeyond />
              </EvidenceButton>
            </td>
            <td>{isWaterClass(targetOf(one)) ? WATER_CLASS_LOOKS[targetOf(one) as WaterClass].numeral : '–'}</td>
            <td className={one.running > 1 ? 'right overdue' : 'right'}>
              {one.running}
              <small>{t('overview.water.weeks')}</small>
            </td>
            <td className="wraps">{textsOf(one.of.details['exceeding']).map(itemText).join(comma())}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Water: the week's classes, and the sections that miss their target. */
export const WaterSection = () => {
  const { t } = useTranslation();
  const query = useSectionWeek();
  const week = query.data;
  return (
    <Section
      flush
      title={<Link to="/monitoring/waters">{t('overview.water.title')}</Link>}
      aside={
        week
          ? t('overview.water.aside', {
              label: week.period.label,
              from: dayText(week.period.start),
              to: daysLater(dayText(week.period.end), -1),
            })
          : null
      }
      extra={week ? <Cutoff at={week.period.end} state={week.sections[0]?.of.dataState ?? null} /> : null}
    >
      <Answer query={query} empty={(data) => data === null} emptyText={t('overview.water.none')} rows={6}>
        {(data) => {
          const sections = data?.sections ?? [];
          const evaluated = sections.filter((one) => classOf(one) !== null);
          const good = evaluated.filter((one) => classOf(one)! <= GOOD_UP_TO).length;
          const missing = sections.length - evaluated.length;
          return (
            <>
              <div className="water-head">
                <span className="water-good">
                  <b>{good}</b>
                  <small>{t('overview.water.ofSections', { n: evaluated.length })}</small>
                  <span className="aside"> {t('overview.water.good')}</span>
                  {missing > 0 ? (
                    <span className="aside"> · {t('overview.water.notEvaluated', { n: missing })}</span>
                  ) : null}
                </span>
                <ClassBar sections={sections} />
              </div>
              <div className="table-scroll">
                <Failing sections={sections} />
              </div>
            </>
          );
        }}
      </Answer>
    </Section>
  );
};
