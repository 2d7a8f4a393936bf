import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { editionName } from '../edition-name.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { HourActs } from '../review/hour-acts.js';
import { AqiMark } from '../../marks/aqi.js';
import { DataStateMark, type DataState } from '../../marks/cutoff.js';
import { Answer } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { POLLUTANTS, unitOf, useHourRevisions } from '../monitoring-queries.js';

/** One hour with all its revisions: what came first, what it was corrected to, and the packet behind each. */
export const HourDrawer = ({
  stationId,
  label,
  onClose,
}: {
  readonly stationId: string;
  readonly label: string | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const revisions = useHourRevisions(stationId, label);
  return (
    <Drawer
      open={label !== null}
      onClose={onClose}
      size={640}
      destroyOnHidden
      title={label ? t('monitoring.hourTitle', { at: minuteText(label) }) : ''}
    >
      {label === null ? null : (
        <>
          <Answer query={revisions} empty={(items) => items.length === 0} emptyText={t('monitoring.noHour')}>
            {(items) => (
              <table className="page-table">
                <thead>
                  <tr>
                    <th scope="col">{t('monitoring.revision')}</th>
                    {items.map(({ revision, isCurrent }) => (
                      <th key={revision} scope="col" className="right">
                        {revision}
                        {isCurrent ? <span className="aside"> {t('monitoring.inForce')}</span> : null}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {POLLUTANTS.map((pollutant) => (
                    <tr key={pollutant}>
                      <th scope="row">
                        {pollutant} <span className="aside">{unitOf(pollutant)}</span>
                      </th>
                      {items.map(({ revision, values, primary, voided }) => (
                        <td key={revision} className={primary.includes(pollutant) ? 'right primary' : 'right'}>
                          {voided.includes(pollutant) ? (
                            <>
                              <del>{values[pollutant] ?? '–'}</del> <small>{t('hourVoids.void')}</small>
                            </>
                          ) : (
                            (values[pollutant] ?? '–')
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                  <tr>
                    <th scope="row">AQI</th>
                    {items.map(({ revision, aqi }) => (
                      <td key={revision} className="right">
                        {aqi === null ? '–' : <AqiMark aqi={aqi} hasWord={false} />}
                      </td>
                    ))}
                  </tr>
                  <tr>
                    <th scope="row">{t('monitoring.dataState')}</th>
                    {items.map(({ revision, dataState }) => (
                      <td key={revision} className="right">
                        <DataStateMark state={dataState as DataState} />
                      </td>
                    ))}
                  </tr>
                  <tr>
                    <th scope="row">{t('monitoring.edition')}</th>
                    {items.map(({ revision, edition }) => (
                      <td key={revision} className="right">
                        {editionName(edition)}
                      </td>
                    ))}
                  </tr>
                  <tr>
                    <th scope="row">{t('monitoring.packet')}</th>
                    {items.map(({ revision, packetId }) => (
                      <td key={revision} className="right">
                        <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: packetId }}>
                          {packetId}
                        </EvidenceButton>
                      </td>
                    ))}
                  </tr>
                </tbody>
              </table>
            )}
          </Answer>
          <HourActs key={label} stationId={stationId} label={label} />
        </>
      )}
    </Drawer>
  );
};
