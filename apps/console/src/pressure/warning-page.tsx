import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, dataOf } from '../api/client.js';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { useNamed } from '../i18n.js';
import { DataStateMark } from '../marks/cutoff.js';
import { SeverityMark } from '../marks/severity.js';
import { Answer, Facts, Nothing, Page, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText, periodText } from '../shell/time.js';
import { ActTable } from './acts-view.js';
import { InstructButton } from './instruct.js';
import { useActs, useLadder, useWarning, type WarningDetail } from './queries.js';
import { comma } from '../texts/joined.js';
import { itemText } from '../reference/terms.js';
import { warningTitle } from './warning-title.js';
import { LadderStair } from './stair.js';
import { exceedingFactors } from './outlet-day-factors.js';
import { judgedOf, OutletDayFactors, SectionLinks, SubjectLink } from './warning-facts.js';
import { useCountText } from './warning-words.js';

const LadderPart = ({ warning }: { readonly warning: WarningDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const detail = useLadder(warning.ladder?.ladderId);
  if (!warning.ladder) return null;
  return (
    <Section
      title={detail.data ? named(detail.data.policy.name) : t('pressure.ladder')}
      aside={t(`pressure.status.${warning.ladder.status}`)}
      extra={<Link to={`/pressure/ladders/${warning.ladder.ladderId}`}>{t('pressure.history')}</Link>}
    >
      <Answer query={detail} rows={4}>
        {(ladder) => <LadderStair ladder={ladder} />}
      </Answer>
    </Section>
  );
};

const ActsPart = ({ warningId }: { readonly warningId: string }) => {
  const { t } = useTranslation();
  const query = useActs({ warningId });
  // In the order of the ladder: those issued by date, then what is not out yet.
  const acts = (query.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) =>
    (a.issuedOn ?? '9').localeCompare(b.issuedOn ?? '9'),
  );
  return (
    <Section
      flush
      title={t('pressure.actsOf')}
      aside={acts.length > 0 ? t('pressure.shown', { n: acts.length }) : null}
    >
      <Answer query={query} empty={() => acts.length === 0} emptyText={t('pressure.noActs')} rows={3}>
        {() => <ActTable acts={acts} />}
      </Answer>
    </Section>
  );
};

const Opened = ({ warning }: { readonly warning: WarningDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const problems = useQuery({
    queryKey: ['problems', 'of-warning', warning.warningId],
    enabled: warning.opens === 'problem' && may('problem.read'),
    queryFn: async () =>
      (await dataOf(api.GET('/api/problems', { params: { query: { warningId: warning.warningId } as never } }))).items,
  }).data;
  const tasks = useQuery({
    queryKey: ['tasks', 'of-warning', warning.warningId],
    enabled: warning.opens.endsWith('-task') && may('task.read'),
    queryFn: async () =>
      (await dataOf(api.GET('/api/tasks', { params: { query: { warningId: warning.warningId } as never } }))).items,
  }).data;
  const records = [
    ...(problems ?? []).map(({ id, problemNo, title }) => ({ to: `/problems/${id}`, code: problemNo, title })),
    ...(tasks ?? []).map(({ id, taskNo, title }) => ({ to: `/work/tasks/${id}`, code: taskNo, title })),
  ];
  if (records.length === 0) return null;
  return (
    <Section title={t(problems?.length ? 'pressure.openedProblems' : 'pressure.openedTasks')}>
      <ul className="pressure-lines">
        {records.map(({ to, code, title }) => (
          <li key={to}>
            <Link to={to}>{title}</Link> <span className="aside">{code}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Course = ({ warning }: { readonly warning: WarningDetail }) => {
  const { t } = useTranslation();
  const countText = useCountText();
  return (
    <Section title={t('pressure.timeline')} aside={t('pressure.shown', { n: warning.timeline.length })}>
      <ol className="course">
        {[...warning.timeline].reverse().map((entry) => (
          <li key={entry.version}>
            <time>{minuteText(entry.occurredAt)}</time>
            <div>
              <b>{t(`pressure.changes.${entry.change}`)}</b> <SeverityMark severity={entry.severity} />{' '}
              {countText({ ruleClass: warning.ruleClass, count: entry.count })}
              <div className="aside">
                {periodText(entry.period.label)} · <DataStateMark state={entry.dataState} />
                {entry.title === warning.title ? '' : ` · ${warningTitle(entry.title, warning.ruleName)}`}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
};

const Body = ({ warning }: { readonly warning: WarningDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const countText = useCountText();
  const judged = judgedOf(warning);
  const factors = exceedingFactors(warning.details);
  return (
    <>
      <Section>
        <Facts
          items={[
            [t('pressure.severity'), <SeverityMark key="severity" severity={warning.severity} />],
            [t('pressure.filters.ruleClass'), named(warning.ruleName)],
            [t('pressure.units'), warning.units.map(({ name }) => name).join('、') || '–'],
            [t('pressure.subject'), <SubjectLink key="subject" subject={warning.subject} />],
            [t('pressure.count'), countText(warning)],
            judged.value !== null
              ? [
                  t('pressure.value'),
                  `${judged.value}${judged.unit}${judged.limit === null ? '' : `（${t('pressure.against', { limit: `${judged.limit}${judged.unit}` })}）`}`,
                ]
              : null,
            factors.length > 0
              ? [t('pressure.exceeding'), <OutletDayFactors key="factors" factors={factors} />]
              : judged.exceeding.length > 0
                ? [t('pressure.exceeding'), judged.exceeding.map(itemText).join(comma())]
                : null,
            judged.causedBy.length > 0
              ? [t('pressure.causedBy'), <SectionLinks key="causes" sections={judged.causedBy} />]
              : null,
            judged.downstream.length > 0
              ? [t('pressure.downstream'), <SectionLinks key="downstream" sections={judged.downstream} />]
              : null,
            [
              t('pressure.period'),
              <span key="period">
                {periodText(warning.period.label)} <DataStateMark state={warning.dataState} />
              </span>,
            ],
            [t('pressure.since'), minuteText(warning.startedAt)],
            warning.endedAt
              ? [
                  t('pressure.ended'),
                  `${minuteText(warning.endedAt)}${warning.endReason ? ` · ${t(`pressure.endReasons.${warning.endReason}`)}` : ''}`,
                ]
              : null,
            warning.takenInBy
              ? [
                  t('pressure.warning'),
                  <Link key="taken" to={`/pressure/warnings/${warning.takenInBy}`}>
                    {t('pressure.takenIn')}
                  </Link>,
                ]
              : null,
          ]}
        />
        {warning.tookIn.length > 0 ? (
          <p className="took-in">
            {t('pressure.tookIn')}：
            {warning.tookIn.map(({ warningId, title }, at) => (
              <span key={warningId}>
                {at > 0 ? '、' : ''}
                <Link to={`/pressure/warnings/${warningId}`}>{title}</Link>
              </span>
            ))}
          </p>
        ) : null}
      </Section>
      <LadderPart warning={warning} />
      <ActsPart warningId={warning.warningId} />
      <Opened warning={warning} />
      <Course warning={warning} />
    </>
  );
};

/** One warning: what was judged, where its ladder stands, which papers it has led to. */
export const WarningPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const query = useWarning(id);
  return (
    <Page
      title={query.data ? warningTitle(query.data.title, query.data.ruleName) : t('pressure.warning')}
      extra={
        <>
          <Link to="/pressure">← {t('pressure.title')}</Link>
          {query.data && may('ladder.instruct') && query.data.endedAt === null ? (
            <InstructButton warningId={query.data.warningId} ladderId={query.data.ladder?.ladderId ?? null} />
          ) : null}
          {id && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'accountability', kind: 'warning', id }} />
          ) : null}
        </>
      }
    >
      {id ? <Answer query={query}>{(warning) => <Body warning={warning} />}</Answer> : <Nothing />}
    </Page>
  );
};
