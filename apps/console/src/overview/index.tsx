import '../marks/marks.css';
import '../marks/tables.css';
import './overview.css';
import type { ReactNode } from 'react';
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDayWords } from '../marks/cutoff.js';
import { Page } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { dayText, minuteText } from '../shell/time.js';
import { AirSection, areaAirOf } from './air.js';
import { FundsSection } from './funds.js';
import { LedgerSection } from './ledger.js';
import { PressureSection } from './pressure.js';
import { useActsAtWork, useAreaDays, useLedgerOverview, useSectionWeek, useWarningSummary } from './queries.js';
import { CoverageSection, SupplySection } from './supply.js';
import { TargetsSection } from './targets.js';
import { classOf, isFailing, WaterSection } from './water.js';

/** First index beyond the standard. */
const BEYOND = 100;

/** What wants saying first, clause by clause as the answers come; nothing is said before it is known. */
const useClauses = (): ReactNode[] => {
  const { t } = useTranslation();
  const dayWords = useDayWords();
  const days = useAreaDays().data;
  const week = useSectionWeek().data;
  const ledger = useLedgerOverview().data;
  const warnings = useWarningSummary().data;
  const { query, waiting, talks } = useActsAtWork();
  const air = useMemo(() => (days ? areaAirOf(days) : null), [days]);
  const clauses: ReactNode[] = [];
  if (air?.day) {
    const known = air.areas.filter(({ latest }) => latest?.valid);
    const above = known.filter(({ latest }) => Number(latest?.value) > BEYOND).length;
    const words = { day: dayWords(air.day), of: known.length, above };
    if (known.length > 0) clauses.push(t(above > 0 ? 'overview.lead.air' : 'overview.lead.airClear', words));
    else {
      const last = (days ?? [])
        .flatMap(({ valid, period }) => (valid ? [period.label] : []))
        .sort()
        .at(-1);
      clauses.push(last ? t('overview.lead.airStopped', { day: dayWords(last) }) : t('overview.lead.airNone'));
    }
  }
  if (week) {
    const evaluated = week.sections.filter((one) => classOf(one) !== null);
    const failing = evaluated.filter(isFailing).length;
    const words = { of: evaluated.length, failing };
    if (evaluated.length > 0) clauses.push(t(failing > 0 ? 'overview.lead.water' : 'overview.lead.waterClear', words));
  }
  if (ledger) {
    const { overdue } = ledger.problems;
    clauses.push(
      overdue > 0 ? (
        <Link to="/problems?overdue=true">{t('overview.lead.ledger', { n: overdue })}</Link>
      ) : (
        t('overview.lead.ledgerClear')
      ),
    );
  }
  if (warnings) {
    const red = warnings.byClass.reduce((sum, row) => sum + row.red, 0);
    clauses.push(
      warnings.open > 0 ? (
        <Link to="/pressure">{t('overview.lead.warnings', { n: warnings.open, red })}</Link>
      ) : (
        t('overview.lead.warningsClear')
      ),
    );
  }
  if (query.data) {
    const yours = waiting.filter(({ isYours }) => isYours).length;
    if (waiting.length > 0)
      clauses.push(
        <Link to="/pressure?view=queue">
          {yours > 0
            ? t('overview.lead.waitingYours', { n: yours })
            : t('overview.lead.waiting', { n: waiting.length })}
        </Link>,
      );
    const [talk] = talks;
    if (talk)
      clauses.push(
        <Link to={`/pressure/acts/${talk.id}`}>
          {t('overview.lead.talk', { at: `${dayWords(dayText(talk.at))} ${minuteText(talk.at).slice(11)}` })}
        </Link>,
      );
  }
  return clauses;
};

const Lead = () => {
  const { t } = useTranslation();
  const clauses = useClauses();
  if (clauses.length === 0) return <>&nbsp;</>;
  return (
    <>
      {clauses.map((clause, at) => (
        <Fragment key={at}>
          {at > 0 ? t('overview.comma') : null}
          {clause}
        </Fragment>
      ))}
      {t('overview.stop')}
    </>
  );
};

/** Twelve minutes before the meeting: air, water, targets, sources and coverage, ledger, money, pressure, each number with its records behind it. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <Page title={t('overview.title')} lead={<Lead />}>
      <div className="overview">
        {may('indicator.read') ? <AirSection /> : null}
        {may('indicator.read') ? <WaterSection /> : null}
        {may('monitoring.read') ? (
          <>
            <TargetsSection />
            <div className="overview-stack">
              <SupplySection />
              <CoverageSection />
            </div>
          </>
        ) : null}
        {may('problem.read') ? <LedgerSection /> : null}
        {may('project.read') ? <FundsSection /> : null}
        {may('warning.read') ? <PressureSection /> : null}
      </div>
    </Page>
  );
}
