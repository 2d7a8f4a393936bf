import { useTranslation } from 'react-i18next';
import { GB3838_2002, WATER_CLASS_LOOKS } from '#libs/domain/water/edition.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { isWaterClass } from '../../marks/water-class.js';
import { Answer, Figure, Section as Part } from '../../shell/parts.js';
import { ClassOrState, exceedingText, numeralOf } from './water-parts.js';
import { type SectionMonth, type SectionMonths, useSectionMonths } from './water-queries.js';
import { comma } from '../../texts/joined.js';
import { termText, unitText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

type Year = SectionMonths['years'][number];

const Strip = ({ months }: { readonly months: readonly SectionMonth[] }) => {
  const { t } = useTranslation();
  return (
    <span className="strip month-strip">
      {[...months].reverse().map(({ month, waterClass, state, isCompliant }) => (
        <i
          key={month}
          title={`${month} ${waterClass === null ? t(`water.months.states.${state}`) : numeralOf(waterClass)}`}
          className={isCompliant === false ? 'beyond' : undefined}
          style={{
            background:
              waterClass !== null && isWaterClass(waterClass) ? WATER_CLASS_LOOKS[waterClass].screenColour : undefined,
          }}
        />
      ))}
    </span>
  );
};

const Figures = ({ months }: { readonly months: readonly SectionMonth[] }) => {
  const { t } = useTranslation();
  const closed = months.filter(({ isClosed }) => isClosed);
  const evaluated = closed.filter(({ isCompliant }) => isCompliant !== null);
  const newest = closed[0];
  return (
    <div className="numbers">
      <Figure
        label={t('water.months.met')}
        value={evaluated.filter(({ isCompliant }) => isCompliant === true).length}
        unit={t('water.months.ofMonths', { n: evaluated.length })}
      />
      <Figure
        label={t('water.months.running')}
        value={newest?.failing?.count ?? 0}
        unit={t('water.months.monthUnit')}
        {...(newest?.failing && newest.failing.count > 1 ? { tone: 'overdue' as const } : {})}
        note={
          newest?.failing && newest.failing.skippedMonths.length > 0
            ? t('water.months.skipped', { months: newest.failing.skippedMonths.join(comma()) })
            : null
        }
      />
      <Figure
        label={t('water.months.notEvaluated')}
        value={closed.length - evaluated.length}
        unit={t('water.months.monthUnit')}
      />
      <div className="number">
        <Strip months={months} />
        <div className="label">{t('water.months.line')}</div>
      </div>
    </div>
  );
};

const Gap = ({ gap }: { readonly gap: SectionMonth['gap'] }) => {
  const { t } = useTranslation();
  if (!gap || gap.items.length === 0) return <>–</>;
  return (
    <>
      {gap.items
        .map(({ item, name: term, direction, amount: plain, percent }) => {
          const name = termText(term);
          const unit = GB3838_2002.basic[item as 'do']?.unit;
          const amount = unit ? `${plain} ${unitText(unit)}` : plain;
          return direction === 'rise'
            ? t('water.months.rise', { name, amount })
            : percent === null
              ? t('water.months.fallPlain', { name, amount })
              : t('water.months.fall', { name, amount, percent });
        })
        .join(comma())}
    </>
  );
};

const Row = ({ month, isLake }: { readonly month: SectionMonth; readonly isLake: boolean }) => {
  const { t } = useTranslation();
  const { failing, trophic } = month;
  return (
    <tr>
      <th scope="row">
        {month.month}
        {month.finality === 'provisional' ? (
          <span
            className="aside"
            title={t(month.isClosed ? 'water.months.unreviewedHelp' : 'water.months.provisionalHelp')}
          >
            {' '}
            {t(month.isClosed ? 'water.months.unreviewed' : 'water.months.provisional')}
            {month.dataState === null ? null : ` ${t(`dataState.${month.dataState as DataState}`)}`}
          </span>
        ) : null}
      </th>
      <td title={month.items.map(({ name, value }) => `${termText(name)} ${value}`).join('\n')}>
        <ClassOrState
          waterClass={month.waterClass}
          state={month.state}
          isBeyond={month.isCompliant === false}
          reason={month.absence?.reason}
        />
        {month.basinWarning ? (
          <span className="aside"> {t('water.months.warning', { level: termText(month.basinWarning) })}</span>
        ) : null}
      </td>
      <td>{numeralOf(month.target)}</td>
      <td className="wraps">{exceedingText(month.exceeding) || '–'}</td>
      <td className="wraps">
        <Gap gap={month.gap} />
      </td>
      <td>{month.againstLastMonth === null ? '–' : termText(month.againstLastMonth)}</td>
      <td>{month.againstLastYear === null ? '–' : termText(month.againstLastYear)}</td>
      <td>{numeralOf(month.cumulativeClass)}</td>
      {isLake ? (
        <td title={trophic && !trophic.isStandard ? t('water.months.partialTrophic') : undefined}>
          {trophic ? `${termText(trophic.grade)} ${trophic.index}${trophic.isStandard ? '' : '*'}` : '–'}
        </td>
      ) : null}
      <td className={failing && failing.count > 1 ? 'overdue' : undefined}>
        {failing === null || failing.count === 0 ? '–' : t('water.months.runningMonths', { n: failing.count })}
      </td>
      <td className="right">
        {month.days}
        <small>/{month.daysOfMonth}</small>
      </td>
    </tr>
  );
};

const MonthTable = ({ months }: { readonly months: readonly SectionMonth[] }) => {
  const { t } = useTranslation();
  const isLake = months.some(({ trophic }) => trophic !== null);
  return (
    <PageTable
      heads={[
        t('water.months.month'),
        t('water.months.class'),
        t('water.months.target'),
        t('water.months.exceeding'),
        t('water.months.gap'),
        t('water.months.changeMonth'),
        t('water.months.change'),
        t('water.months.cumulative'),
        ...(isLake ? [t('water.months.trophic')] : []),
        t('water.months.running'),
        { right: t('water.months.days') },
      ]}
    >
      {months.map((month) => (
        <Row key={month.month} month={month} isLake={isLake} />
      ))}
    </PageTable>
  );
};

const YearTable = ({ years }: { readonly years: readonly Year[] }) => {
  const { t } = useTranslation();
  const isOutbound = years.some(({ outbound }) => outbound !== null);
  return (
    <PageTable
      heads={[
        t('water.years.year'),
        t('water.months.class'),
        t('water.months.target'),
        t('water.years.result'),
        { right: t('water.years.monthsMet') },
        ...(isOutbound ? [t('water.years.outbound')] : []),
      ]}
    >
      {years.map(({ year, state, waterClass, target, isCompliant, months, outbound }) => (
        <tr key={year}>
          <th scope="row">{year}</th>
          <td title={state === 'evaluated' ? undefined : t(`water.years.states.${state}`)}>
            {state === 'evaluated' ? (
              <ClassOrState waterClass={waterClass} state="evaluated" isBeyond={isCompliant === false} />
            ) : (
              <span className="aside">{t(`water.years.states.${state}`)}</span>
            )}
          </td>
          <td>{numeralOf(target)}</td>
          <td className={isCompliant === false ? 'overdue' : undefined}>
            {isCompliant === null ? '–' : isCompliant ? t('water.years.met') : t('water.years.missed')}
          </td>
          <td className="right">
            {months.rate === null ? '–' : `${months.rate}%`}{' '}
            <small>
              {months.compliant}/{months.evaluated}
            </small>
          </td>
          {isOutbound ? (
            <td className={outbound && outbound.breaches.length > 0 ? 'wraps overdue' : 'wraps'}>
              {outbound === null
                ? '–'
                : outbound.breaches.length === 0
                  ? t('water.years.kept')
                  : t('water.years.broken', {
                      months: outbound.breaches.map(({ period }) => period).join(comma()),
                    })}
            </td>
          ) : null}
        </tr>
      ))}
    </PageTable>
  );
};

/** A section over its months and years: class, what exceeds, what is lacking to the target, change. */
export const SectionMonthsPart = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useSectionMonths(id);
  return (
    <>
      <Part flush title={t('water.months.title')} aside={t('water.months.aside')}>
        <Answer query={query} empty={({ months }) => months.length === 0} emptyText={t('water.months.none')}>
          {({ months }) => (
            <>
              <div className="part-head">
                <Figures months={months} />
              </div>
              <MonthTable months={months} />
            </>
          )}
        </Answer>
      </Part>
      {query.data && query.data.years.length > 0 ? (
        <Part flush title={t('water.years.title')} aside={t('water.years.aside')}>
          <YearTable years={query.data.years} />
        </Part>
      ) : null}
    </>
  );
};
