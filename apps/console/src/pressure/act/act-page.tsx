import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { useNamed } from '../../i18n.js';
import { SeverityMark } from '../../marks/severity.js';
import { Answer, Facts, Page } from '../../shell/parts.js';
import { Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { Waiting } from '../acts-view.js';
import { type ActDetail, useAct } from '../queries.js';
import { ActActions } from './act-actions.js';
import { ActDeliveries, ActReceipts } from './act-delivery.js';
import { ActFiles } from './act-files.js';
import { ActFigures } from './act-figures.js';
import { ActLife } from './act-life.js';
import { ActPaper } from './act-paper.js';
import { ActRelated, ActReplies, ActSigners } from './act-records.js';

const Head = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <Section>
      <Facts
        items={[
          [
            t('pressure.act.kind'),
            <span key="kind">
              {named(act.kindName)} {act.colour ? <SeverityMark severity={act.colour} /> : null}
              {act.isPublic ? <span className="aside"> {t('pressure.act.isPublic')}</span> : null}
            </span>,
          ],
          [t('pressure.act.number'), act.number ?? <span className="aside">{t('pressure.act.noNumber')}</span>],
          [t('pressure.act.state'), <Waiting key="waiting" act={act} />],
          [
            t('pressure.act.addressee'),
            act.addresseePosts.map(({ name }) => name).join('、') || act.addressee?.name || '–',
          ],
          act.copies.units.length + act.copies.posts.length > 0
            ? [t('pressure.act.copies'), [...act.copies.units, ...act.copies.posts].map(({ name }) => name).join('、')]
            : null,
          act.issuedAt ? [t('pressure.act.issuedOn'), minuteText(act.issuedAt)] : null,
          act.receivedOn ? [t('pressure.act.receivedOn'), act.receivedOn] : null,
          act.replyDueOn
            ? [
                t('pressure.act.replyDue'),
                <span key="due" className={act.overdueSince && !act.repliedOn ? 'overdue' : undefined}>
                  {act.replyDueOn}
                  {act.overdueSince && !act.repliedOn
                    ? ` ■ ${t('pressure.act.overdueSince', { on: act.overdueSince })}`
                    : ''}
                </span>,
              ]
            : null,
          act.repliedOn ? [t('pressure.act.repliedOn'), act.repliedOn] : null,
          act.meetingAt ? [t('pressure.act.meetingAt'), minuteText(act.meetingAt)] : null,
          act.warningId
            ? [
                t('pressure.warning'),
                <Link key="warning" to={`/pressure/warnings/${act.warningId}`}>
                  {t('pressure.act.openWarning')}
                </Link>,
              ]
            : null,
          act.ladderId
            ? [
                t('pressure.ladder'),
                <Link key="ladder" to={`/pressure/ladders/${act.ladderId}`}>
                  {t('pressure.act.openLadder')}
                </Link>,
              ]
            : null,
        ]}
      />
    </Section>
  );
};

const Body = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const [figure, setFigure] = useState<string | null>(null);
  return (
    <>
      {act.rescheduleNotBefore ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={t('pressure.act.reschedule', { on: act.rescheduleNotBefore })}
        />
      ) : null}
      <ActActions act={act} />
      <Head act={act} />
      <div className="columns">
        <div>
          <ActPaper act={act} chosenFigure={figure} onFigure={setFigure} />
          <ActFigures act={act} chosen={figure} onChoose={setFigure} />
          <ActReplies act={act} />
        </div>
        <div>
          <ActFiles act={act} />
          <ActLife act={act} />
          <ActSigners act={act} />
          <ActReceipts act={act} />
          <ActDeliveries act={act} />
          <ActRelated act={act} />
        </div>
      </div>
    </>
  );
};

/** One act: what it says and on what it rests, its life so far, and what may be done with it. */
export const ActPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const query = useAct(id);
  return (
    <Page
      title={query.data?.title ?? t('pressure.views.acts')}
      extra={
        <>
          <Link to="/pressure?view=acts">← {t('pressure.views.acts')}</Link>
          {query.data && id && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'accountability', kind: 'act', id }} />
          ) : null}
        </>
      }
    >
      <Answer query={query} rows={10}>
        {(act) => <Body key={act.id} act={act} />}
      </Answer>
    </Page>
  );
};
