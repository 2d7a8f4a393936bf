import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { useNamed } from '../i18n.js';
import { DataStateMark } from '../marks/cutoff.js';
import { isLevel, Level } from '../shell/parts.js';
import { Answer, Facts, Page, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import { PageTable } from '../shell/page-table.js';
import { useActState } from './act-words.js';
import { InstructButton } from './instruct.js';
import { type LadderDetail, useLadder } from './queries.js';
import { LadderStair } from './stair.js';
import type { pressureZh } from './texts.js';

const Steps = ({ ladder }: { readonly ladder: LadderDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const stateName = useActState();
  return (
    <Section flush title={t('pressure.steps')}>
      <PageTable
        isTall
        heads={[
          t('pressure.ladder'),
          t('pressure.because'),
          t('pressure.act.state'),
          t('pressure.act.issuedOn'),
          t('pressure.act.receivedOn'),
          t('pressure.act.limits'),
          t('pressure.actsOf'),
        ]}
      >
        {ladder.steps.map((step) => (
          <tr key={step.no}>
            <th scope="row">{named(step.rung.name)}</th>
            <td className="wraps">
              {named(step.because.text)}
              {step.because.period ? <div className="aside">{step.because.period}</div> : null}
            </td>
            <td>{t(`pressure.stair.${step.state as keyof typeof pressureZh.stair & 'issued'}`)}</td>
            <td>{step.issuedOn ?? <span className="aside">–</span>}</td>
            <td>{step.receivedOn ?? <span className="aside">–</span>}</td>
            <td>
              {step.duties.map(({ id, name, dueOn, doneOn, missedOn }) => (
                <div key={id} className={missedOn && !doneOn ? 'overdue' : undefined}>
                  {named(name)} {dueOn}
                  {doneOn ? <span className="aside"> → {doneOn}</span> : null}
                </div>
              ))}
            </td>
            <td className="wraps">
              {step.acts.map(({ id, title, number, state }) => (
                <div key={id}>
                  <Link to={`/pressure/acts/${id}`}>{number ?? title}</Link>{' '}
                  <span className="aside">{stateName(state)}</span>
                </div>
              ))}
            </td>
          </tr>
        ))}
      </PageTable>
    </Section>
  );
};

const Body = ({ ladder }: { readonly ladder: LadderDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const { judged } = ladder;
  return (
    <>
      <Section>
        <LadderStair ladder={ladder} />
      </Section>
      <Section>
        <Facts
          items={[
            [t('pressure.units'), ladder.unit?.name ?? '–'],
            [t('pressure.filters.state'), t(`pressure.status.${ladder.status}`)],
            ladder.dueOn ? [t('pressure.dueOn'), ladder.dueOn] : null,
            ladder.next
              ? [
                  t('pressure.nextStep'),
                  `${named(ladder.next.rung.name)} · ${
                    ladder.next.earliestOn
                      ? t('pressure.stair.earliest', { on: ladder.next.earliestOn })
                      : t('pressure.stair.whenever', { what: named(ladder.next.condition.text) })
                  }`,
                ]
              : null,
            judged
              ? [
                  t('pressure.judged'),
                  <span key="judged">
                    {judged.period} {isLevel(judged.severity) ? <Level level={judged.severity} /> : judged.severity}{' '}
                    <DataStateMark state={judged.dataState} />
                  </span>,
                ]
              : null,
            [
              t('pressure.policy'),
              `${named(ladder.policy.name)} · ${t('pressure.policyVersion', { v: ladder.policy.version })}`,
            ],
            [t('pressure.since'), minuteText(ladder.startedAt)],
            ladder.endedOn ? [t('pressure.ended'), ladder.endedOn] : null,
          ]}
        />
      </Section>
      <Steps ladder={ladder} />
      {ladder.instructions.length > 0 ? (
        <Section title={t('pressure.instructions')}>
          <ul className="pressure-lines">
            {ladder.instructions.map(({ id, givenOn, leaderPost, text }) => (
              <li key={id}>
                {text}
                <span className="aside">
                  {leaderPost.name} {givenOn}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
};

/** One ladder: its stair, every step with its limits and papers, and the instructions behind it. */
export const LadderPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const query = useLadder(id);
  return (
    <Page
      title={query.data?.title ?? t('pressure.ladder')}
      extra={
        <>
          <Link to="/pressure?view=ladders">← {t('pressure.views.ladders')}</Link>
          {query.data ? (
            <Link to={`/pressure/warnings/${query.data.warningId}`}>{t('pressure.act.openWarning')}</Link>
          ) : null}
          {query.data && may('ladder.instruct') && query.data.status !== 'ended' ? (
            <InstructButton warningId={query.data.warningId} ladderId={query.data.id} />
          ) : null}
          {id && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'accountability', kind: 'ladder', id }} />
          ) : null}
        </>
      }
    >
      <Answer query={query} rows={8}>
        {(ladder) => <Body ladder={ladder} />}
      </Answer>
    </Page>
  );
};
