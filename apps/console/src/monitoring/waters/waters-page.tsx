import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { PageTable } from '../../shell/page-table.js';
import { Answer, Page, Section as Part } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { ExternalView } from '../compare/external.js';
import { ExternalAverages, HeldAverages } from '../compare/external-averages.js';
import { SubPages } from '../sub-pages.js';
import { Capacity } from './water-capacity.js';
import { ClassOrState, ClassShares, numeralOf, useCountedText } from './water-parts.js';
import { Ranking, WithoutPlan, WorseThanV } from './water-lists.js';
import { type SummaryChoice, useWaterSummary, type WaterGroup } from './water-queries.js';
import { comma } from '../../texts/joined.js';
import { itemText, termText } from '../../reference/terms.js';

const BY = ['river', 'basin', 'area', 'level', 'all'] as const;
const SPANS = ['month', 'quarter', 'year', 'cumulative'] as const;
const AGAINST = ['lastYear', 'before'] as const;
const MONTHS_BACK = 36;

const monthsBack = (today: string): string[] =>
  Array.from({ length: MONTHS_BACK }, (_, n) => {
    const count = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - n;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
  });

/** What is looked at; it stands in the address. */
const useChoice = (): { choice: SummaryChoice; change: (part: Partial<SummaryChoice>) => void } => {
  const today = usePlatformToday();
  const [params, setParams] = useSearchParams();
  const [now, last] = monthsBack(today);
  const asked = params.get('month');
  return {
    choice: {
      by: BY.find((one) => one === params.get('by')) ?? 'river',
      span: SPANS.find((one) => one === params.get('span')) ?? 'month',
      against: AGAINST.find((one) => one === params.get('against')) ?? 'lastYear',
      month: asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : Number(today.slice(8)) > 10 ? now! : last!,
    },
    change: (part) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(part)) after.set(name, value);
          return after;
        },
        { replace: true },
      ),
  };
};

const Members = ({ group }: { readonly group: WaterGroup }) => {
  const { t } = useTranslation();
  return (
    <table className="page-table inner-table">
      <tbody>
        {group.members.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link to={`/monitoring/sections/${one.id}`}>{one.name}</Link>
            </th>
            <td>
              <ClassOrState waterClass={one.waterClass} state={one.state} isBeyond={one.isCompliant === false} />
            </td>
            <td>
              {t('monitoring.target')} {numeralOf(one.target)}
            </td>
            <td className="wraps">{one.exceeding.map(itemText).join(comma()) || '–'}</td>
            <td>{one.change === null ? '–' : termText(one.change)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Change = ({ change }: { readonly change: WaterGroup['change'] }) => {
  const { t } = useTranslation();
  if (!change) return <>–</>;
  return (
    <span title={t('water.waters.compared', { n: change.compared })}>
      {termText(change.change)}
      {change.points === null ? null : (
        <span className="aside"> {t('water.waters.points', { points: change.points })}</span>
      )}
    </span>
  );
};

const GroupRow = ({ group }: { readonly group: WaterGroup }) => {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  // A warning of a river or basin leads to its row.
  const [isOpen, setOpen] = useState(params.get('of') === group.id);
  const { compliance } = group;
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? '▾' : '▸'} {group.by === 'all' ? t('water.waters.by.all') : group.name}
          </button>
          {group.dataState !== null && group.finality === 'provisional' ? (
            <span className="aside">
              {' '}
              {t('water.waters.finality.provisional')} {t(`dataState.${group.dataState as DataState}`)}
            </span>
          ) : null}
        </th>
        <td className="right">
          {group.evaluated}/{group.sections}
        </td>
        <td>
          <ClassShares counts={group.classCounts} />
        </td>
        <td className="right">{group.goodShare === null ? '–' : `${group.goodShare}%`}</td>
        <td className={group.inferiorShare !== null && group.inferiorShare !== '0.0' ? 'right overdue' : 'right'}>
          {group.inferiorShare === null ? '–' : `${group.inferiorShare}%`}
        </td>
        <td>
          {group.word === null ? '–' : termText(group.word)}
          {group.waterClass === null ? null : <span className="aside"> {numeralOf(group.waterClass)}</span>}
          {group.trophic ? (
            <span className="aside">
              {' '}
              {termText(group.trophic.grade)} {group.trophic.index}
            </span>
          ) : null}
        </td>
        <td className="wraps">
          {group.mainIndicators
            .map(({ name, multiple, share }) =>
              share !== null
                ? `${termText(name)}(${share}%)`
                : itemText(multiple !== null ? `${name}(${multiple})` : name),
            )
            .join(comma()) || '–'}
        </td>
        <td className="right" title={t('water.waters.rateHelp', { ...compliance })}>
          {compliance.rate === null ? '–' : `${compliance.rate}%`}
        </td>
        <td>
          <Change change={group.change} />
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={9} className="inner">
            <Members group={group} />
          </td>
        </tr>
      ) : null}
    </>
  );
};

const Groups = ({ groups }: { readonly groups: readonly WaterGroup[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      heads={[
        t('water.waters.name'),
        { right: t('water.waters.evaluated') },
        t('water.waters.shares'),
        { right: t('water.waters.good') },
        { right: t('water.waters.inferior') },
        t('water.waters.word'),
        t('water.waters.main'),
        { right: t('water.waters.rate') },
        t('water.waters.change'),
      ]}
    >
      {groups.map((group) => (
        <GroupRow key={`${group.by} ${group.id}`} group={group} />
      ))}
    </PageTable>
  );
};

/** Rivers and basins: shares of classes, rates and change, the list of 劣Ⅴ waters, and how areas compare. */
export const WatersPage = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const { choice, change } = useChoice();
  const countedText = useCountedText();
  const query = useWaterSummary(choice);
  const whole = useWaterSummary({ ...choice, by: 'all' }).data;
  const [all] = whole?.groups ?? [];
  return (
    <Page
      title={t('water.waters.title')}
      lead={
        whole && all
          ? t('water.waters.lead', {
              span: whole.span.label,
              all: all.sections,
              evaluated: all.evaluated,
              good: ['1', '2', '3'].reduce((sum, one) => sum + (all.classCounts[one] ?? 0), 0),
              inferior: all.classCounts['6'] ?? 0,
            }) + countedText(whole.span)
          : null
      }
      extra={
        <>
          <SubPages />
          <Select
            aria-label={t('water.waters.month')}
            value={choice.month}
            onChange={(month) => change({ month })}
            options={monthsBack(today).map((value) => ({ value, label: value }))}
          />
        </>
      }
    >
      <Part
        flush
        title={t('water.waters.table')}
        aside={t('water.waters.tableAside')}
        extra={
          <span className="choices">
            <Segmented
              options={BY.map((value) => ({ value, label: t(`water.waters.by.${value}`) }))}
              value={choice.by}
              onChange={(by) => change({ by })}
            />
            <Segmented
              options={SPANS.map((value) => ({ value, label: t(`water.waters.spans.${value}`) }))}
              value={choice.span}
              onChange={(span) => change({ span })}
            />
            <Segmented
              options={AGAINST.map((value) => ({ value, label: t(`water.waters.against.${value}`) }))}
              value={choice.against}
              onChange={(against) => change({ against })}
            />
          </span>
        }
      >
        <Answer query={query} empty={({ groups }) => groups.length === 0} emptyText={t('water.waters.none')}>
          {({ groups, ungrouped }) => (
            <>
              <Groups groups={groups} />
              {all && all.averages.length > 0 ? (
                <div className="more">
                  <p>{t('airComparison.held')}</p>
                  <HeldAverages items={all.averages.map(({ points, ...one }) => ({ ...one, difference: points }))} />
                </div>
              ) : null}
              {ungrouped.length > 0 ? (
                <p className="more aside">
                  {t('water.waters.ungrouped', { names: ungrouped.map(({ name }) => name).join(comma()) })}
                </p>
              ) : null}
            </>
          )}
        </Answer>
      </Part>
      <WorseThanV />
      <WithoutPlan />
      <Ranking month={choice.month} />
      <ExternalView medium="water" />
      <ExternalAverages medium="water" />
      <Capacity year={Number(choice.month.slice(0, 4))} />
    </Page>
  );
};
