import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import {
  AUTOMATIC_STATION_ITEMS,
  GB3838_2002,
  WATER_CLASS_LOOKS,
  type WaterBody,
  type WaterClass,
} from '#libs/domain/water/edition.js';
import { limitOfClass } from '#libs/domain/water/section-class.js';
import type { Schemas } from '../../api/client.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { isWaterClass, WaterClassMark } from '../../marks/water-class.js';
import { useAreaName, useUnitName } from '../../reference/names.js';
import { OneRecord } from '../../shell/one-record.js';
import { Answer, Facts, Figure, Page, Section as Part } from '../../shell/parts.js';
import { dayText, daysLater, minuteText } from '../../shell/time.js';
import { type Section, useSection, useSectionWeeks } from '../monitoring-queries.js';
import { DeviceLinks, useDevicesOf } from '../devices/subject-devices.js';
import { SubjectActions } from '../register/subject-actions.js';
import { SectionMonthsPart } from './section-months.js';
import { SectionPlansPart } from './section-plans.js';
import { SectionRegisterPart } from './section-register.js';
import { SectionRowsPart } from './section-rows.js';
import { comma, inBrackets } from '../../texts/joined.js';
import { reasonText } from '../../reference/reason-text.js';
import { itemText, termText, unitText } from '../../reference/terms.js';

type Week = Schemas['MonitoringIndicator'];

const classOf = ({ value, valid }: Week): WaterClass | null => {
  const found = Number(value);
  return valid && value !== null && isWaterClass(found) ? found : null;
};
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const meansOf = ({ details }: Week): Readonly<Record<string, string>> =>
  (details['means'] ?? {}) as Record<string, string>;
const targetOf = ({ details }: Week): number | null =>
  typeof details['target'] === 'number' ? details['target'] : null;
const isMissed = (week: Week): boolean => {
  const [found, target] = [classOf(week), targetOf(week)];
  return found !== null && target !== null && found > target;
};

/** Weeks running, from the newest evaluated one back, that miss the target; weeks without an evaluation neither add nor stop. */
const runningOf = (weeks: readonly Week[]): number => {
  const evaluated = weeks.filter((week) => classOf(week) !== null);
  const kept = evaluated.findIndex((week) => !isMissed(week));
  return kept < 0 ? evaluated.length : kept;
};

const Weeks = ({ weeks, body }: { readonly weeks: readonly Week[]; readonly body: WaterBody }) => {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('monitoring.week')}</th>
            <th scope="col">{t('monitoring.weekClass')}</th>
            <th scope="col">{t('monitoring.target')}</th>
            {AUTOMATIC_STATION_ITEMS.map((item) => (
              <th key={item} scope="col" className="right">
                {termText(GB3838_2002.basic[item].name)}
                {GB3838_2002.basic[item].unit ? <small> {unitText(GB3838_2002.basic[item].unit)}</small> : null}
              </th>
            ))}
            <th scope="col">{t('monitoring.exceeding')}</th>
            <th scope="col">{t('monitoring.dataState')}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => {
            const found = classOf(week);
            const target = targetOf(week);
            const means = meansOf(week);
            return (
              <tr key={week.id}>
                <th scope="row">
                  {week.period.label}
                  <span className="aside">
                    {' '}
                    {dayText(week.period.start)}–{daysLater(dayText(week.period.end), -1).slice(5)}
                  </span>
                </th>
                <td className="wraps">
                  {found === null ? (
                    <span className="aside">
                      {t('monitoring.notEvaluated')}
                      {week.invalidReason === null ? null : <div>{reasonText(week.invalidReason)}</div>}
                    </span>
                  ) : (
                    <EvidenceButton record={{ service: 'monitoring', kind: 'indicator', id: week.id }}>
                      <WaterClassMark waterClass={found} isBeyond={isMissed(week)} />
                    </EvidenceButton>
                  )}
                </td>
                <td>{target !== null && isWaterClass(target) ? termText(WATER_CLASS_LOOKS[target].numeral) : '–'}</td>
                {AUTOMATIC_STATION_ITEMS.map((item) => {
                  const limit = target !== null && isWaterClass(target) ? limitOfClass(item, target, body) : null;
                  return (
                    <td
                      key={item}
                      className="right"
                      title={limit === null ? undefined : t('monitoring.limit', { limit })}
                    >
                      {means[item] ?? '–'}
                    </td>
                  );
                })}
                <td className="wraps">{textsOf(week.details['exceeding']).map(itemText).join(comma()) || '–'}</td>
                <td>{t(`dataState.${week.dataState}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** Weeks as a line of squares, the newest at the right; those that miss the target stand taller. */
const ClassStrip = ({ weeks }: { readonly weeks: readonly Week[] }) => {
  const { t } = useTranslation();
  return (
    <span className="strip week-strip">
      {[...weeks].reverse().map((week) => {
        const found = classOf(week);
        return (
          <i
            key={week.id}
            title={`${week.period.label} ${found === null ? t('monitoring.notEvaluated') : termText(WATER_CLASS_LOOKS[found].numeral)}`}
            className={isMissed(week) ? 'beyond' : undefined}
            style={{ background: found === null ? undefined : WATER_CLASS_LOOKS[found].screenColour }}
          />
        );
      })}
    </span>
  );
};

const Figures = ({ weeks }: { readonly weeks: readonly Week[] }) => {
  const { t } = useTranslation();
  const evaluated = weeks.filter((week) => classOf(week) !== null);
  const met = evaluated.filter((week) => !isMissed(week)).length;
  const running = runningOf(weeks);
  return (
    <div className="numbers">
      <Figure label={t('monitoring.weeksMet')} value={met} unit={t('monitoring.ofWeeks', { n: evaluated.length })} />
      <Figure
        label={t('monitoring.weeksRunning')}
        value={running}
        unit={t('monitoring.weeks')}
        {...(running > 1 ? { tone: 'overdue' as const } : {})}
      />
      <Figure
        label={t('monitoring.weeksNotEvaluated')}
        value={weeks.length - evaluated.length}
        unit={t('monitoring.weeks')}
      />
      <div className="number">
        <ClassStrip weeks={weeks} />
        <div className="label">{t('monitoring.weeksLine')}</div>
      </div>
    </div>
  );
};

const SectionFacts = ({ section }: { readonly section: Section }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const unitName = useUnitName();
  const devices = useDevicesOf(section.id);
  const { water, latest } = section;
  return (
    <Facts
      items={[
        [t('monitoring.area'), areaName(section.areaId)],
        [t('monitoring.code'), section.id],
        water && [t('monitoring.waterType'), t(`monitoring.water.${water.type}`)],
        water && [
          t('monitoring.target'),
          `${isWaterClass(water.target) ? termText(WATER_CLASS_LOOKS[water.target].numeral) : water.target}${inBrackets(water.basis)}`,
        ],
        (water?.levels ?? []).length > 0 && [t('water.levels'), water?.levels?.join(comma())],
        water?.river !== undefined && [t('water.river'), water.river],
        water?.basin !== undefined && [t('water.basin'), water.basin],
        water?.monitoring !== undefined && [t('water.monitoring'), t(`water.ways.${water.monitoring}`)],
        water?.mustKeep !== undefined && [
          t('water.mustKeep'),
          isWaterClass(water.mustKeep) ? termText(WATER_CLASS_LOOKS[water.mustKeep].numeral) : water.mustKeep,
        ],
        water?.basinWatch !== undefined && [
          t('water.basinWatch'),
          t(`water.watched.${water.basinWatch ? 'yes' : 'no'}`),
        ],
        section.answersFor.length > 0 && [
          t('monitoring.answersFor'),
          section.answersFor.map(({ unitId }) => unitName(unitId)).join(comma()),
        ],
        latest && [t('monitoring.lastRow'), minuteText(latest.at)],
        devices.length > 0 && [t('outlets.devices'), <DeviceLinks key="devices" devices={devices} />],
        latest &&
          latest.heldItems.length > 0 && [
            t('monitoring.held'),
            latest.heldItems.map((item) => termText(GB3838_2002.basic[item as 'do']?.name ?? item)).join(comma()),
          ],
      ]}
    />
  );
};

/** A section over its months and weeks: class against target, what exceeds and what is lacking, its plan and its rows. */
const Known = ({ section }: { readonly section: Section }) => {
  const { t } = useTranslation();
  const { id } = section;
  const weeks = useSectionWeeks(id);
  return (
    <Page title={section.name} extra={<Link to="/monitoring">{t('monitoring.back')}</Link>}>
      <Part>
        <SectionFacts section={section} />
        <SubjectActions kind="section" subject={section} />
        {weeks.data && weeks.data.length > 0 ? <Figures weeks={weeks.data} /> : null}
      </Part>
      <SectionMonthsPart id={id} />
      <SectionPlansPart id={id} />
      <Part flush title={t('monitoring.sectionWeeks')} aside={t('monitoring.sectionWeeksAside')}>
        <Answer query={weeks} empty={(items) => items.length === 0} emptyText={t('monitoring.noWeeks')}>
          {(items) => <Weeks weeks={items} body={section.water?.type ?? 'river'} />}
        </Answer>
      </Part>
      <SectionRegisterPart id={id} />
      <SectionRowsPart id={id} />
    </Page>
  );
};

/** The page of the section in the address. */
export const SectionPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <OneRecord key={id} id={id} query={useSection(id)} back="/monitoring" backText={t('monitoring.back')}>
      {(section) => <Known section={section} />}
    </OneRecord>
  );
};
