import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../../i18n.js';
import { useYear, YearChoice } from '../span-choice.js';
import { SubPages } from '../sub-pages.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { SetTarget } from './target-form.js';
import { placeOf } from './target-progress.js';
import { type Target, useTargets } from './target-queries.js';
import {
  boundText,
  gapText,
  TargetBasis,
  TargetProgress,
  TargetState,
  useRestText,
  useSubjectName,
  useUntilText,
} from './target-words.js';
import { unitText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

type State = NonNullable<NonNullable<Target['now']>['state']>;

const Row = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const subjectName = useSubjectName();
  const restText = useRestText();
  const untilText = useUntilText();
  const { now } = target;
  return (
    <tr>
      <th scope="row" className="wraps">
        <Link to={`/monitoring/targets/${target.id}`}>{named(target.name)}</Link>
        <div className="aside">{target.document}</div>
      </th>
      <td>{subjectName(target.subject)}</td>
      <td>{target.period.label}</td>
      <td className="right">
        {boundText(target, target.value)} <small>{target.unit === '%' ? '' : unitText(target.unit)}</small>
      </td>
      <td className="right">
        {now ? (now.value ?? '–') : <span className="aside">{t('targets.notYet')}</span>}
        {now?.value && target.unit === '%' ? '%' : ''}
        {now ? (
          <>
            <div className="aside">{untilText(target)}</div>
            <TargetBasis target={target} />
          </>
        ) : null}
      </td>
      <td className="right">
        <span className={now?.isMet === false ? 'overdue' : ''}>{gapText(now?.gap)}</span>
        {now?.gap ? <small>{target.unit === '%' ? t('targets.points') : ` ${unitText(target.unit)}`}</small> : null}
      </td>
      <td className="right">
        {target.timePct ? `${target.timePct}%` : '–'}
        <TargetProgress target={target} />
      </td>
      <td className="wraps">{restText(now)}</td>
      <td className="wraps">
        <TargetState target={target} />
        {now?.standing === 'lagging' ? <div className="overdue">{t('targets.lagging')}</div> : null}
        {target.watched ? <div className="aside">{t('targets.watched')}</div> : null}
        {target.since && now?.state === 'UNATTAINABLE' ? (
          <div className="aside">{t('targets.since', { day: target.since })}</div>
        ) : null}
      </td>
    </tr>
  );
};

const Table = ({ targets }: { readonly targets: readonly Target[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      isTall
      heads={[
        t('targets.indicator'),
        t('targets.subject'),
        t('targets.period'),
        { right: t('targets.target') },
        { right: t('targets.value') },
        { right: t('targets.gap') },
        { right: t('targets.time') },
        t('targets.rest'),
        t('targets.state'),
      ]}
    >
      {targets.map((target) => (
        <Row key={target.id} target={target} />
      ))}
    </PageTable>
  );
};

/** Targets of a year: how far, what is left to do, and whether it can still be done; the lost ones first. */
export const TargetsPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { year } = useYear();
  const targets = useTargets(year);
  const [isSetting, setSetting] = useState(false);
  const count = (state: State): number => targets.data?.filter(({ now }) => now?.state === state).length ?? 0;
  const invalid = targets.data?.filter(({ lostValidity }) => lostValidity.length > 0).length ?? 0;
  const others = targets.data?.filter(({ now }) => !now?.state).length ?? 0;
  return (
    <Page
      title={t('targets.title')}
      lead={
        targets.data && targets.data.length > 0
          ? t('targets.lead', {
              all: targets.data.length,
              secured: count('SECURED'),
              onTrack: count('ON_TRACK'),
              atRisk: count('AT_RISK'),
              lost: count('UNATTAINABLE'),
            }) +
            (invalid > 0 ? t('targets.leadInvalid', { n: invalid }) : '') +
            (others > 0 ? t('targets.leadOthers', { n: others }) : '')
          : null
      }
      extra={
        <>
          <SubPages />
          <YearChoice />
          {may('target.manage') ? <Button onClick={() => setSetting(true)}>{t('targets.set')}</Button> : null}
        </>
      }
    >
      <Section flush title={t('targets.table')} aside={t('targets.tableAside')}>
        <Answer query={targets} empty={(items) => items.length === 0} emptyText={t('targets.none')} rows={8}>
          {(items) => <Table targets={[...items].sort((a, b) => placeOf(a) - placeOf(b))} />}
        </Answer>
      </Section>
      <SetTarget isOpen={isSetting} year={year} onClose={() => setSetting(false)} />
    </Page>
  );
};
