import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../i18n.js';
import { DataStateMark } from '../marks/cutoff.js';
import { SeverityMark } from '../marks/severity.js';
import { useUnits } from '../reference/names.js';
import { Answer, Section } from '../shell/parts.js';
import { dayText, periodText } from '../shell/time.js';
import { PageTable } from '../shell/page-table.js';
import type { Warning, WarningFilter } from './queries.js';
import { warningTitle } from './warning-title.js';
import { useWarnings, useWarningSummary } from './queries.js';
import { useCountText } from './warning-words.js';

const SEVERITIES = ['red', 'orange', 'yellow', 'notice'] as const;

const Line = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const countText = useCountText();
  const { ladder } = warning;
  return (
    <tr>
      <td>
        <SeverityMark severity={warning.severity} />
      </td>
      <th scope="row" className="wraps">
        <Link to={`/pressure/warnings/${warning.warningId}`}>{warningTitle(warning.title, warning.ruleName)}</Link>
        <div className="aside">
          {named(warning.ruleName)}
          {warning.opens === 'none' ? '' : ` · ${t(`pressure.opens.${warning.opens}`)}`}
          {warning.takenInBy ? ` · ${t('pressure.takenIn')}` : ''}
        </div>
      </th>
      <td className="wraps">{warning.units.map(({ name }) => name).join('、')}</td>
      <td className="right">{countText(warning)}</td>
      <td>
        {periodText(warning.period.label)}
        <div className="aside">
          <DataStateMark state={warning.dataState} />
        </div>
      </td>
      <td>
        {dayText(warning.startedAt)}
        {warning.endedAt ? (
          <div className="aside">
            {t('pressure.ended')} {dayText(warning.endedAt)}
            {warning.endReason ? ` · ${t(`pressure.endReasons.${warning.endReason}`)}` : ''}
          </div>
        ) : null}
      </td>
      <td>
        {ladder ? (
          <>
            <Link to={`/pressure/ladders/${ladder.ladderId}`}>{t(`pressure.status.${ladder.status}`)}</Link>
            {ladder.dueOn ? (
              <div className="aside">
                {t('pressure.dueOn')} {ladder.dueOn}
              </div>
            ) : null}
          </>
        ) : (
          <span className="aside">–</span>
        )}
      </td>
    </tr>
  );
};

/** Warnings by class and grade; one row a cause. */
export const WarningsView = ({
  filter,
  onChange,
}: {
  readonly filter: WarningFilter;
  readonly onChange: (change: Partial<Record<keyof WarningFilter, string | null>>) => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const units = useUnits();
  const summary = useWarningSummary().data;
  const query = useWarnings(filter);
  const warnings = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section flush>
      <div className="pressure-filters">
        <Segmented
          value={filter.state}
          onChange={(state) => onChange({ state: state === 'open' ? null : state })}
          options={(['open', 'ended', 'all'] as const).map((value) => ({
            value,
            label: t(`pressure.states.${value}`),
          }))}
        />
        <div className="chips" role="group" aria-label={t('pressure.filters.severity')}>
          {SEVERITIES.map((severity) => (
            <button
              key={severity}
              type="button"
              className="chip"
              aria-pressed={filter.severity === severity}
              onClick={() => onChange({ severity: filter.severity === severity ? null : severity })}
            >
              <SeverityMark severity={severity} />{' '}
              <b>{summary?.byClass.reduce((sum, row) => sum + row[severity], 0) ?? ''}</b>
            </button>
          ))}
        </div>
        <div className="chips" role="group" aria-label={t('pressure.filters.ruleClass')}>
          {(summary?.byClass ?? []).map((row) => (
            <button
              key={row.ruleClass}
              type="button"
              className="chip"
              aria-pressed={filter.ruleClass === row.ruleClass}
              onClick={() => onChange({ ruleClass: filter.ruleClass === row.ruleClass ? null : row.ruleClass })}
            >
              {named(row.ruleName)} <b>{row.open}</b>
            </button>
          ))}
        </div>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('pressure.filters.unit')}
          aria-label={t('pressure.filters.unit')}
          style={{ width: 150 }}
          popupMatchSelectWidth={220}
          value={filter.unitId ?? null}
          onChange={(unitId: string | undefined) => onChange({ unitId: unitId ?? null })}
          options={[...(units?.values() ?? [])].map(({ id, shortName }) => ({ value: id, label: shortName }))}
        />
      </div>
      <Answer query={query} empty={() => warnings.length === 0} emptyText={t('pressure.emptyWarnings')} rows={8}>
        {() => (
          <PageTable
            isTall
            heads={[
              t('pressure.severity'),
              t('pressure.matter'),
              t('pressure.units'),
              { right: t('pressure.count') },
              t('pressure.period'),
              t('pressure.since'),
              t('pressure.ladder'),
            ]}
          >
            {warnings.map((warning) => (
              <Line key={warning.warningId} warning={warning} />
            ))}
          </PageTable>
        )}
      </Answer>
      {query.hasNextPage ? (
        <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('states.more', { n: 50 })}
        </Button>
      ) : null}
    </Section>
  );
};
