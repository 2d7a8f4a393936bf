import { Button } from 'antd';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Answer, Figure, Page, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { AsAtChoice } from './as-at.js';
import { type Summary, useAsAt, useProjects, useSummary } from './funds-queries.js';
import { moneyText } from './money.js';
import { ProjectRows } from './project-rows.js';
import { ProjectTimeline } from './project-timeline.js';
import { RegisterProject } from './register-project.js';

export const FundsPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { asAt, isAsKnownThen } = useAsAt();
  const summary = useSummary(asAt);
  const projects = useProjects(asAt);
  const [isRegistering, setRegistering] = useState(false);
  const { data } = summary;
  return (
    <Page
      title={t('funds.title')}
      lead={data ? <Lead summary={data} /> : null}
      extra={
        <>
          <AsAtChoice />
          {may('project.manage') ? <Button onClick={() => setRegistering(true)}>{t('funds.register')}</Button> : null}
        </>
      }
    >
      <Section>
        <Answer query={summary} rows={2}>
          {(figures) => <Figures summary={figures} isAsKnownThen={isAsKnownThen} />}
        </Answer>
      </Section>
      <Section title={t('funds.table')} flush>
        <Answer
          query={projects}
          empty={({ items }) => items.length === 0}
          emptyText={data && data.counted > 0 ? t('funds.noneOfYours') : t('funds.noProjects')}
        >
          {({ items }) => <ProjectRows items={items} line={Number(data?.linePercent ?? 0)} />}
        </Answer>
      </Section>
      {projects.data && projects.data.items.length > 0 ? (
        <Section title={t('funds.timeline')} aside={t('funds.timelineAside')}>
          <ProjectTimeline items={projects.data.items} cutoff={projects.data.cutoff} />
        </Section>
      ) : null}
      <RegisterProject isOpen={isRegistering} onClose={() => setRegistering(false)} />
    </Page>
  );
};

const Lead = ({ summary }: { readonly summary: Summary }) => {
  const { t } = useTranslation();
  return (
    <Trans
      i18nKey="funds.lead"
      t={t}
      values={{
        counted: summary.counted,
        allocated: moneyText(summary.allocated),
        paid: moneyText(summary.paid),
        rate: summary.executionRate === null ? t('funds.noBudget') : `${summary.executionRate}%`,
        line: summary.linePercent,
        reached: summary.reached,
        notStarted: summary.notStarted,
      }}
      components={{ b: <b /> }}
    />
  );
};

const Figures = ({ summary, isAsKnownThen }: { readonly summary: Summary; readonly isAsKnownThen: boolean }) => {
  const { t } = useTranslation();
  const { yellow, orange, red } = summary.levels;
  return (
    <div className="numbers">
      <Figure
        label={t('funds.rate')}
        value={summary.executionRate ?? '–'}
        unit="%"
        note={`${t('time.cutoff', { at: summary.cutoff })} · ${isAsKnownThen ? t('funds.knownAt') : t('funds.knownNow')}`}
      />
      <Figure label={t('funds.paid')} value={moneyText(summary.paid)} unit={t('funds.wan')} />
      <Figure label={t('funds.allocated')} value={moneyText(summary.allocated)} unit={t('funds.wan')} />
      <Figure
        label={t('funds.standings.reached', { line: summary.linePercent })}
        value={`${summary.reached} / ${summary.counted}`}
      />
      <Figure
        label={t('funds.notStarted')}
        value={summary.notStarted}
        note={yellow + orange + red > 0 ? t('funds.levels', { yellow, orange, red }) : null}
      />
    </div>
  );
};
