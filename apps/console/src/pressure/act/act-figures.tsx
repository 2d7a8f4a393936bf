import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CitedKey } from '#libs/domain/evidence-key.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import type { ActDetail } from '../queries.js';
import { pressureZh } from '../texts.js';
import { PageTable } from '../../shell/page-table.js';

type Figure = ActDetail['figures'][number];
type KnownState = keyof typeof pressureZh.act.figureStates;

/** The last part of `/evidence-chains/{service}/{kind}/{id}` names the record. */
const recordOf = ({ evidencePath, source }: Figure): CitedKey | null => {
  const [service, kind, ...id] = evidencePath.split('/').slice(-3);
  return service && kind && id.length > 0 ? { service, kind, id: id.join('/') } : source;
};

/** Every number the paper quotes, with its cut-off, the state of its data and the way down to its records. */
export const ActFigures = ({
  act,
  chosen,
  onChoose,
}: {
  readonly act: ActDetail;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}) => {
  const { t } = useTranslation();
  const mayLook = useMay()('evidence.read');
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // Braces: newer browsers answer with a promise, which React would take for what to do at the end.
    row.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [chosen]);
  const stateName = (state: string): string =>
    state in pressureZh.act.figureStates ? t(`pressure.act.figureStates.${state as KnownState}`) : state;
  return (
    <Section flush title={t('pressure.act.figures')} aside={t('pressure.act.figuresAside')}>
      {act.figures.length === 0 ? (
        <p className="nothing-line">{t('pressure.act.noFigures')}</p>
      ) : (
        <PageTable
          isTall
          heads={[
            t('pressure.act.figure.no'),
            t('pressure.act.figure.name'),
            { right: t('pressure.act.figure.value') },
            t('pressure.act.figure.cutoff'),
            t('pressure.act.figure.state'),
            t('pressure.act.figure.basis'),
          ]}
        >
          {act.figures.map((figure, at) => {
            const record = recordOf(figure);
            const isChosen = chosen === figure.id;
            return (
              <tr
                key={figure.id}
                ref={isChosen ? row : null}
                className={isChosen ? 'chosen-row' : undefined}
                onClick={() => onChoose(isChosen ? null : figure.id)}
              >
                <td>{at + 1}</td>
                <th scope="row" className="wraps">
                  {figure.label}
                  <div className="aside">{t('pressure.act.figure.source', { number: figure.sourceNumber })}</div>
                </th>
                <td className="right">
                  {figure.value ?? '–'}
                  {figure.unit ? <small>{figure.unit}</small> : null}
                </td>
                <td>
                  {minuteText(figure.cutoff)}
                  {figure.frozenAt ? (
                    <div className="aside">{t('pressure.act.figure.frozen', { at: minuteText(figure.frozenAt) })}</div>
                  ) : null}
                </td>
                <td>{stateName(figure.state)}</td>
                {/* What is clicked in the chain that opens here is no choice of a row. */}
                <td onClick={(event) => event.stopPropagation()}>
                  {record && mayLook ? (
                    <EvidenceButton record={record}>{t('pressure.act.figure.basis')}</EvidenceButton>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            );
          })}
        </PageTable>
      )}
    </Section>
  );
};
