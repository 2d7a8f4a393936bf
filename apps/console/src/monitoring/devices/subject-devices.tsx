import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { minuteText } from '../../shell/time.js';
import { type Device, useDeviceHealth } from '../monitoring-queries.js';

const DAYS = 7;

/** Data loggers of one station, section or outlet. */
export const useDevicesOf = (subjectId: string): readonly Device[] =>
  useDeviceHealth(DAYS, { subjectId }).data?.items ?? [];

/** Each with its page, whether it is heard, and the newest packet. */
export const DeviceLinks = ({ devices }: { readonly devices: readonly Device[] }) => {
  const { t } = useTranslation();
  return (
    <>
      {devices.map(({ id, mn, standing, lastPacketId, lastPacketAt }) => (
        <div key={id}>
          <Link to={`/monitoring/devices/${id}`}>{mn}</Link>{' '}
          <span className={standing === 'silent' ? 'overdue' : 'aside'}>
            {t(`monitoring.devices.standings.${standing}`)}
          </span>
          {lastPacketId ? (
            <>
              {' '}
              <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: lastPacketId }}>
                {t('monitoring.devices.lastPacket')} {minuteText(lastPacketAt)}
              </EvidenceButton>
            </>
          ) : null}
        </div>
      ))}
    </>
  );
};
