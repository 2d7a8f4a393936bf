import { limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import { Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { OneRecord } from '../../shell/one-record.js';
import { Answer, Nothing, Page, Section as Part } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { dayText, minuteText } from '../../shell/time.js';
import { SubjectActions } from '../register/subject-actions.js';
import { OutletCurves } from './outlet-curves.js';
import { episodesIn, hoursByFactor, type LabelSpan } from './outlet-hours.js';
import { ExceedanceRows, LimitRows, OutletFacts, OutletFigures, OutletGaps } from './outlet-parts.js';
import { OutletDays } from './outlet-days.js';
import { OutletPatterns } from './outlet-patterns.js';
import { type Outlet, useExceedances, useOutlet, useOutletHours } from './outlet-queries.js';
import { outletState } from './outlet-state.js';
import { termText } from '../../reference/terms.js';

const DAY_MS = 86_400_000;
const SPANS = [7, 30, 90] as const;
const DEFAULT_DAYS = 30;

/** The days that are looked at; they stand in the address. */
const useDays = (): { days: number; choose: (days: number) => void } => {
  const [params, setParams] = useSearchParams();
  const days = SPANS.find((one) => String(one) === params.get('days')) ?? DEFAULT_DAYS;
  return { days, choose: (next) => setParams(next === DEFAULT_DAYS ? {} : { days: String(next) }, { replace: true }) };
};

/** The days up to its newest hour: an outlet that has stopped reporting still shows what it did. */
const spanOf = (label: string, days: number): LabelSpan => {
  const to = new Date(label);
  return { from: new Date(to.getTime() - days * DAY_MS).toISOString(), to: to.toISOString() };
};

/** The newest limit of each factor: an hour goes by that of its day, the factor is named once. */
const newestLimits = (limits: Outlet['limits']): Outlet['limits'] => [
  ...new Map(
    [...limits].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? '')).map((limit) => [limit.factor, limit]),
  ).values(),
];

const Measured = ({ outlet, span }: { readonly outlet: Outlet; readonly span: LabelSpan }) => {
  const { t } = useTranslation();
  const hours = useOutletHours(outlet.id, span);
  const exceedances = useExceedances(outlet.id, span.from);
  const byFactor = useMemo(() => hoursByFactor(hours.data ?? []), [hours.data]);
  const [chosen, setChosen] = useState<string | null>(null);
  const limits = newestLimits(limitsOver(outlet.limits, 'hour'));
  const limit = limits.find(({ factor }) => factor === chosen) ?? limits[0];
  const ofFactor = limit ? (byFactor.get(limit.factor) ?? []) : [];
  const name = limit ? termText(factorName(limit.factor)) : '';
  return (
    <>
      {hours.data && exceedances.data ? (
        <Part>
          <OutletFigures byFactor={byFactor} episodes={exceedances.data} span={span} />
        </Part>
      ) : null}
      <Part
        title={t('outlets.curves')}
        aside={t('outlets.curvesAside')}
        extra={
          limit && limits.length > 1 ? (
            <Segmented
              options={limits.map(({ factor }) => ({ value: factor, label: termText(factorName(factor)) }))}
              value={limit.factor}
              onChange={setChosen}
            />
          ) : null
        }
      >
        <Answer query={hours} empty={() => ofFactor.length === 0} emptyText={t('outlets.noHours')} rows={8}>
          {() => (limit ? <OutletCurves outletId={outlet.id} hours={ofFactor} limit={limit} name={name} /> : null)}
        </Answer>
      </Part>
      <Part flush title={t('outlets.exceedances')} aside={t('outlets.exceedancesAside')}>
        <Answer
          query={exceedances}
          empty={(items) => episodesIn(items, span).length === 0}
          emptyText={t('outlets.noExceedances')}
        >
          {(items) => <ExceedanceRows episodes={episodesIn(items, span)} />}
        </Answer>
      </Part>
      <Part title={t('outlets.gaps')} aside={t('outlets.gapsAside')}>
        <Answer query={hours} empty={() => ofFactor.length === 0} emptyText={t('outlets.noHours')} rows={2}>
          {() => <OutletGaps hours={ofFactor} name={name} />}
        </Answer>
      </Part>
    </>
  );
};

/** An outlet: what it is and may discharge, its hours against the limit, its exceedances and what is missing. */
const Known = ({ outlet }: { readonly outlet: Outlet }) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const { days, choose } = useDays();
  const { latest } = outlet;
  return (
    <Page
      title={outlet.name}
      lead={
        latest
          ? t('outlets.lead', {
              at: minuteText(latest.label),
              state: t(`outlets.states.${outletState(outlet, today)}`),
            })
          : null
      }
      extra={
        <>
          <Link to="/monitoring">{t('monitoring.back')}</Link>
          <Select
            aria-label={t('outlets.span')}
            value={days}
            onChange={choose}
            options={SPANS.map((n) => ({ value: n, label: t('outlets.lastDays', { n }) }))}
          />
        </>
      }
    >
      <Part>
        <OutletFacts outlet={outlet} />
        <SubjectActions kind="outlet" subject={outlet} />
      </Part>
      <Part flush title={t('outlets.limits')}>
        <LimitRows limits={outlet.limits} />
      </Part>
      {latest ? (
        <>
          <Measured outlet={outlet} span={spanOf(latest.label, days)} />
          {limitsOver(outlet.limits, 'day').length > 0 ? (
            <OutletDays outletId={outlet.id} span={spanOf(latest.label, days)} />
          ) : null}
          <OutletPatterns outletId={outlet.id} to={dayText(latest.label)} days={days} />
        </>
      ) : (
        <Nothing text={t('outlets.states.silent')} />
      )}
    </Page>
  );
};

/** The page of the outlet in the address. */
export const OutletPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <OneRecord key={id} id={id} query={useOutlet(id)} back="/monitoring" backText={t('monitoring.back')}>
      {(outlet) => <Known outlet={outlet} />}
    </OneRecord>
  );
};
