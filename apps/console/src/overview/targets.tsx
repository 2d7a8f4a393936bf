import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../i18n.js';
import { type Target, useTargets } from '../monitoring/targets/target-queries.js';
import { placeOf, valueDayOf } from '../monitoring/targets/target-progress.js';
import {
  boundText,
  gapText,
  TargetBasis,
  TargetState,
  useSubjectName,
  useUntilText,
} from '../monitoring/targets/target-words.js';
import { Answer, Section } from '../shell/parts.js';
import { usePlatformToday } from '../shell/session.js';
import { unitText } from '../reference/terms.js';

const MOST = 6;

const Rows = ({ targets }: { readonly targets: readonly Target[] }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const subjectName = useSubjectName();
  const untilText = useUntilText();
  const shown = [...targets].sort((a, b) => placeOf(a) - placeOf(b)).slice(0, MOST);
  return (
    <>
      <div className="table-scroll">
        <table className="page-table">
          <thead>
            <tr>
              <th scope="col">{t('targets.indicator')}</th>
              <th scope="col">{t('targets.subject')}</th>
              <th scope="col" className="right">
                {t('targets.target')}
              </th>
              <th scope="col" className="right">
                {t('targets.value')}
              </th>
              <th scope="col" className="right">
                {t('targets.gap')}
              </th>
              <th scope="col">{t('targets.state')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((target) => {
              const { now, unit } = target;
              const last = valueDayOf(target);
              const isShare = unit === '%';
              return (
                <tr key={target.id}>
                  <th scope="row" className="wraps">
                    <Link to={`/monitoring/targets/${target.id}`}>{named(target.name)}</Link>
                  </th>
                  <td>{subjectName(target.subject)}</td>
                  <td className="right">
                    {boundText(target, target.value)} <small>{isShare ? '' : unitText(unit)}</small>
                  </td>
                  <td className="right" title={untilText(target) ?? undefined}>
                    {now?.value ?? '–'}
                    {now?.value && isShare ? '%' : ''}
                    {last === null ? null : <div className="aside">{t('targets.lastValue', { last })}</div>}
                    <TargetBasis target={target} />
                  </td>
                  <td className={now?.isMet === false ? 'right overdue' : 'right'}>
                    {gapText(now?.gap)}
                    {now?.gap ? <small>{isShare ? t('targets.points') : ` ${unitText(unit)}`}</small> : null}
                  </td>
                  <td className="wraps">
                    <TargetState target={target} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {targets.length > MOST ? (
        <p className="more aside">
          <Link to="/monitoring/targets">{t('overview.targets.more', { n: targets.length - MOST })}</Link>
        </p>
      ) : null}
    </>
  );
};

/** Targets of the year: how far from them, and whether they can still be reached; the lost ones and those that can no longer be valid first. */
export const TargetsSection = () => {
  const { t } = useTranslation();
  const year = Number(usePlatformToday().slice(0, 4));
  const query = useTargets(year);
  const untilText = useUntilText();
  const newest = query.data?.filter(({ now }) => now !== null).sort((a, b) => (a.now!.day < b.now!.day ? 1 : -1))[0];
  return (
    <Section
      flush
      title={<Link to="/monitoring/targets">{t('overview.targets.title', { year })}</Link>}
      aside={newest ? untilText(newest) : null}
    >
      <Answer query={query} empty={(items) => items.length === 0} emptyText={t('targets.none')} rows={4}>
        {(targets) => <Rows targets={targets} />}
      </Answer>
    </Section>
  );
};
