import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Schemas } from '../api/client.js';
import { Cutoff } from '../marks/cutoff.js';
import { useUnitName } from '../reference/names.js';
import { Answer, Figure, Section } from '../shell/parts.js';
import { useLedgerOverview } from './queries.js';

type Rate = Schemas['Rate'];
type Overview = Schemas['LedgerOverview'];

/** Units named at most. */
const UNITS = 5;

const problems = (query: Readonly<Record<string, string>>): string =>
  `/problems?${new URLSearchParams(query).toString()}`;

const RateFigure = ({
  label,
  rate,
  of,
  to,
}: {
  readonly label: string;
  readonly rate: Rate;
  readonly of: 'noteAll' | 'noteDue';
  readonly to: string;
}) => {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <Figure
      label={label}
      value={rate.text ?? '–'}
      {...(rate.text === null ? {} : { unit: '%' })}
      note={
        rate.text === null
          ? t('overview.ledger.noTask')
          : t(`overview.ledger.${of}`, { a: rate.numerator, b: rate.denominator })
      }
      onOpen={() => void go(to)}
    />
  );
};

const Lists = ({ lists }: { readonly lists: Overview['lists'] }) => {
  const { t } = useTranslation();
  if (lists.length === 0) return null;
  return (
    <table className="page-table">
      <thead>
        <tr>
          <th scope="col">{t('overview.ledger.list')}</th>
          <th scope="col" className="right">
            {t('overview.ledger.base')}
          </th>
          <th scope="col" className="right">
            {t('overview.ledger.completion')}
          </th>
          <th scope="col" className="right">
            {t('overview.ledger.dueCompletion')}
          </th>
          <th scope="col" className="right">
            {t('overview.ledger.closure')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.map(({ id, shortName, rates }) => (
          <tr key={id}>
            <th scope="row">
              <Link to={problems({ listId: id })}>{shortName}</Link>
            </th>
            <td className="right">{rates.counts.base}</td>
            {[rates.completionRate, rates.dueCompletionRate, rates.closureRate].map((rate) => (
              <td
                key={rate.denominatorName + rate.numerator}
                className="right"
                title={`${rate.numerator}/${rate.denominator}`}
              >
                {rate.text ?? '–'}
                {rate.text === null ? null : <small>%</small>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Units = ({ units }: { readonly units: Overview['problems']['byLeadUnit'] }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const late = units
    .filter(({ overdue }) => overdue > 0)
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open)
    .slice(0, UNITS);
  if (late.length === 0) return <p className="aside padded">{t('overview.ledger.noOverdue')}</p>;
  return (
    <table className="page-table">
      <thead>
        <tr>
          <th scope="col">{t('overview.ledger.byUnit')}</th>
          <th scope="col" className="right">
            {t('overview.ledger.overdue')}
          </th>
          <th scope="col" className="right">
            {t('overview.ledger.open')}
          </th>
        </tr>
      </thead>
      <tbody>
        {late.map(({ unitId, overdue, open }) => (
          <tr key={unitId}>
            <th scope="row">
              <Link to={problems({ leadUnitId: unitId, overdue: 'true' })}>{unitName(unitId)}</Link>
            </th>
            <td className="right overdue">{overdue}</td>
            <td className="right">{open}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The ledger: rates with their denominators named, what is late, and whose. */
export const LedgerSection = () => {
  const { t } = useTranslation();
  const go = useNavigate();
  const query = useLedgerOverview();
  return (
    <Section
      flush
      title={t('overview.ledger.title')}
      aside={t('overview.ledger.aside')}
      extra={query.data ? <Cutoff at={query.data.at} /> : null}
    >
      <Answer query={query} rows={6}>
        {({ distinct, lists, problems: of }) => (
          <>
            <div className="numbers padded">
              <Figure
                label={t('overview.ledger.base')}
                value={distinct.counts.base}
                onOpen={() => void go('/problems')}
              />
              <RateFigure
                label={t('overview.ledger.completion')}
                rate={distinct.completionRate}
                of="noteAll"
                to={problems({ open: 'true' })}
              />
              <RateFigure
                label={t('overview.ledger.dueCompletion')}
                rate={distinct.dueCompletionRate}
                of="noteDue"
                to={problems({ overdue: 'true' })}
              />
              <RateFigure
                label={t('overview.ledger.closure')}
                rate={distinct.closureRate}
                of="noteAll"
                to={problems({ open: 'false' })}
              />
              <Figure
                label={t('overview.ledger.overdue')}
                value={of.overdue}
                unit={t('overview.ledger.items')}
                {...(of.overdue > 0 ? { tone: 'overdue' as const } : {})}
                onOpen={() => void go(problems({ overdue: 'true' }))}
              />
              <Figure
                label={t('overview.ledger.waitingUpper')}
                value={of.waitingUpper}
                unit={t('overview.ledger.items')}
                onOpen={() => void go(problems({ waitingUpper: 'true' }))}
              />
            </div>
            <div className="table-pair">
              <div>
                <Lists lists={lists} />
              </div>
              <div>
                <Units units={of.byLeadUnit} />
              </div>
            </div>
          </>
        )}
      </Answer>
    </Section>
  );
};
