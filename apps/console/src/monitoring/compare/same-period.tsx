import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type DataState, DataStateMark } from '../../marks/cutoff.js';
import { type Pollutant, unitOf } from '../monitoring-queries.js';
import { ChangedDays } from '../changed-days.js';
import { editionName } from '../edition-name.js';
import { Answer, Facts, Figure, Nothing, Section } from '../../shell/parts.js';
import { type Comparison, useComparison } from './comparison-queries.js';
import { isAssessed, signed, tone } from './comparison-words.js';
import { DustPapers } from './dust-papers.js';
import { HeldAverages } from './external-averages.js';
import { AreaChoice, SpanFields, useAddress, useArea, useSpan } from './span-fields.js';
import { comma, inBrackets, semicolon } from '../../texts/joined.js';

const StateOf = ({ state }: { readonly state: DataState | null }) => (state ? <DataStateMark state={state} /> : null);

const Concentrations = ({ found }: { readonly found: Comparison }) => {
  const { t } = useTranslation();
  const limitOf = (pollutant: string) => found.limits.find((one) => one.pollutant === pollutant);
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('airComparison.pollutant')}</th>
            <th scope="col">{t('airComparison.statistic')}</th>
            {(['current', 'earlier', 'change', 'changePercent', 'limit'] as const).map((name) => (
              <th key={name} scope="col" className="right">
                {t(`airComparison.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.concentrations.filter(isAssessed).map((row) => {
            const limit = limitOf(row.pollutant);
            return (
              <tr key={row.pollutant}>
                <th scope="row">{row.pollutant}</th>
                <td>{t(`airComparison.${row.statistic}`)}</td>
                <td className="right">
                  {row.current ?? '–'} <small>{`${row.currentDays}${t('airComparison.dayUnit')}`}</small>
                </td>
                <td className="right">
                  {row.earlier ?? '–'} <small>{`${row.earlierDays}${t('airComparison.dayUnit')}`}</small>
                </td>
                <td className={`right ${tone(row.change)}`}>
                  {signed(row.change, ` ${unitOf(row.pollutant as Pollutant)}`)}
                </td>
                <td className={`right ${tone(row.changePercent)}`}>{signed(row.changePercent, '%')}</td>
                <td className="right">
                  {limit ? (
                    <>
                      {limit.limit}{' '}
                      <small className={limit.isOver ? 'overdue' : ''}>
                        {limit.isOver
                          ? t('airComparison.over', { multiple: limit.multiple ?? 0 })
                          : t('airComparison.within')}
                      </small>
                    </>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">{t('airComparison.composite')}</th>
            <td className="aside">
              {found.composite.main.length > 0
                ? t('airComparison.mainPollutants', { names: found.composite.main.join(comma()) })
                : ''}
            </td>
            <td className="right">{found.composite.current?.toFixed(2) ?? '–'}</td>
            <td className="right">{found.composite.earlier?.toFixed(2) ?? '–'}</td>
            <td className={`right ${tone(found.composite.change)}`}>{signed(found.composite.change)}</td>
            <td className={`right ${tone(found.composite.changePercent)}`}>
              {signed(found.composite.changePercent, '%')}
            </td>
            <td className="right">–</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
};

const Days = ({ found: { days, goodDays, pollutedDays, inForce, basis } }: { readonly found: Comparison }) => {
  const { t } = useTranslation();
  const { current, earlier } = days;
  const unit = t('airComparison.dayUnit');
  const before = (value: number | string | null) => `${t('airComparison.earlier')} ${value ?? '–'}`;
  const has = earlier.evaluatedDays > 0;
  return (
    <>
      <div className="numbers">
        <Figure
          label={t('airComparison.goodDays')}
          value={current.goodDays ?? '–'}
          unit={`/${current.evaluatedDays}${unit}`}
          note={
            has
              ? `${before(`${earlier.goodDays}/${earlier.evaluatedDays}`)}${inBrackets(signed(days.goodDaysChange, unit))}`
              : null
          }
        />
        <Figure
          label={t('airComparison.goodShare')}
          value={current.goodDayPercent ?? '–'}
          unit="%"
          note={
            has
              ? `${before(`${earlier.goodDayPercent ?? '–'}%`)}${inBrackets(signed(days.goodDayPercentChange, t('airComparison.points')))}`
              : null
          }
        />
        <Figure label={t('airComparison.polluted')} value={current.pollutedDays ?? '–'} unit={unit} />
        <Figure
          label={t('airComparison.heavyDays')}
          value={current.heavyDays ?? '–'}
          unit={unit}
          note={has ? `${before(earlier.heavyDays)}${inBrackets(signed(days.heavyDaysChange, unit))}` : null}
        />
      </div>
      <Facts
        items={[
          [t('airComparison.goodNow'), `${goodDays.current?.length ?? 0}${unit}`],
          goodDays.longest && [
            t('airComparison.goodLongest'),
            `${goodDays.longest.length}${unit} ${goodDays.longest.from} – ${goodDays.longest.to}`,
          ],
          pollutedDays.longest && [
            t('airComparison.pollutedLongest'),
            `${pollutedDays.longest.length}${unit} ${pollutedDays.longest.from} – ${pollutedDays.longest.to}`,
          ],
          inForce.editions.length > 1 && [
            t('airComparison.inForce'),
            t('airComparison.inForceValue', {
              good: inForce.days.goodDays ?? '–',
              days: inForce.days.evaluatedDays,
              percent: inForce.days.goodDayPercent ?? '–',
            }),
          ],
        ]}
      />
      {inForce.changed.length > 0 ? (
        <>
          <p className="aside">{t('airComparison.inForceWhy', { edition: editionName(basis.edition) })}</p>
          <ChangedDays days={inForce.changed} edition={basis.edition} />
        </>
      ) : null}
    </>
  );
};

const Attributed = ({ found }: { readonly found: Comparison }) => {
  const { t } = useTranslation();
  const rows = found.attributed.filter((one) => one.polluted.length > 0 || (one.earlierPolluted ?? 0) > 0);
  const earlierOf = (days: number | null): string => String(days ?? '–');
  if (rows.length === 0) return <Nothing text={t('airComparison.noAttributed')} />;
  return (
    <div className="table-scroll">
      <table className="page-table tall">
        <thead>
          <tr>
            <th scope="col">{t('airComparison.pollutant')}</th>
            <th scope="col" className="right">
              {t('airComparison.primaryDays')}
            </th>
            <th scope="col" className="right">
              {t('airComparison.lostDays')}
            </th>
            <th scope="col">{t('airComparison.dates')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.pollutant}>
              <th scope="row">{row.pollutant}</th>
              <td className="right">
                {row.polluted.length} <small>{`${t('airComparison.earlier')} ${earlierOf(row.earlierPolluted)}`}</small>
              </td>
              <td className="right">
                {row.goodDaysLost.length}{' '}
                <small>{`${t('airComparison.earlier')} ${earlierOf(row.earlierGoodDaysLost)}`}</small>
              </td>
              <td className="wraps">{row.polluted.map((date) => date.slice(5)).join('  ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const isEmpty = ({ days }: Comparison): boolean => days.current.evaluatedDays === 0;

const Found = ({ areaId }: { readonly areaId: string }) => {
  const { t } = useTranslation();
  const span = useSpan();
  const { get, set } = useAddress();
  const gaps = get('gaps') === 'common' ? 'common' : 'own';
  const query = useComparison(areaId, span, gaps);
  const shared = { query, empty: isEmpty, emptyText: t('airComparison.none') };
  const { data } = query;
  return (
    <>
      <Section
        title={
          <span className="choices">
            <AreaChoice />
            <SpanFields />
          </span>
        }
        extra={
          <Segmented
            aria-label={t('airComparison.gaps')}
            value={gaps}
            onChange={(next) => set('gaps', next)}
            options={(['own', 'common'] as const).map((value) => ({
              value,
              label: t(`airComparison.gapsOf.${value}`),
            }))}
          />
        }
      >
        {data ? (
          <p className="aside">
            {`${data.current.from} – ${data.current.to}`} <StateOf state={data.current.dataState} />
            {` / ${data.earlier.from} – ${data.earlier.to}`} <StateOf state={data.earlier.dataState} />
            {semicolon()}
            {t('airComparison.basisText', {
              edition: editionName(data.basis.edition),
              gaps: t(`airComparison.gapWords.${data.basis.gaps === 'COMMON_DAYS' ? 'COMMON_DAYS' : 'OWN_DAYS'}`),
              leap: t(`airComparison.leap.${data.basis.leapDay === 'KEEP' ? 'KEEP' : 'DROP'}`),
              dust:
                data.current.dustDates.length + data.earlier.dustDates.length === 0
                  ? t('dustDays.basisNone')
                  : t('dustDays.basis', {
                      current: data.current.dustDates.length,
                      earlier: data.earlier.dustDates.length,
                    }),
            })}{' '}
            <DustPapers ids={[...data.current.dustRecognitions, ...data.earlier.dustRecognitions]} />
          </p>
        ) : null}
      </Section>
      <Section title={t('airComparison.days')} aside={t('airComparison.daysAside')}>
        <Answer {...shared} rows={3}>
          {(found) => <Days found={found} />}
        </Answer>
      </Section>
      <Section flush title={t('airComparison.concentrations')} aside={t('airComparison.concentrationsAside')}>
        <Answer {...shared}>{(found) => <Concentrations found={found} />}</Answer>
      </Section>
      {data && data.averages.length > 0 ? (
        <Section title={t('airComparison.held')}>
          <HeldAverages items={data.averages} />
        </Section>
      ) : null}
      <Section flush title={t('airComparison.attributed')} aside={t('airComparison.attributedAside')}>
        <Answer {...shared}>{(found) => <Attributed found={found} />}</Answer>
      </Section>
      <Section title={t('airComparison.heavy')}>
        <Answer
          query={query}
          empty={({ heavyEvents }) => heavyEvents.length === 0}
          emptyText={t('airComparison.noHeavy')}
          rows={1}
        >
          {({ heavyEvents }) => (
            <ul>
              {heavyEvents.map((event) => (
                <li key={event.from}>
                  {t('airComparison.heavyEvent', { ...event, primary: event.primary.join(comma()) })}
                  {event.dustDays > 0 ? t('dustDays.amongThem', { n: event.dustDays }) : null}
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </Section>
    </>
  );
};

/** An area's days against the same ones of last year. */
export const SamePeriodView = () => {
  const { t } = useTranslation();
  const { areaId } = useArea();
  return areaId ? <Found areaId={areaId} /> : <Nothing text={t('airComparison.noAreas')} />;
};
