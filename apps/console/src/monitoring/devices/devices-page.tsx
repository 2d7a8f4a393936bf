import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BlockedAddresses } from './blocked-addresses.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { type Device, useDeviceHealth } from '../monitoring-queries.js';
import { SubPages } from '../sub-pages.js';

const DAYS = 7;
const STANDINGS = ['silent', 'late', 'never', 'online'] as const;

const Troubles = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const faults = Object.entries(device.faults).filter(([, n]) => n > 0);
  if (faults.length === 0) return <span className="aside">{t('monitoring.devices.noFaults')}</span>;
  return (
    <span title={faults.map(([reason, n]) => `${reason} ${n}`).join('\n')}>
      {device.troubles.map((trouble) => t(`monitoring.devices.troubles.${trouble}`)).join('、') ||
        t('monitoring.devices.otherFaults')}{' '}
      <span className="aside">{t('monitoring.devices.faults', { n: faults.reduce((sum, [, n]) => sum + n, 0) })}</span>
    </span>
  );
};

const Rows = ({ devices }: { readonly devices: readonly Device[] }) => {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('monitoring.devices.mn')}</th>
            <th scope="col">{t('monitoring.devices.subject')}</th>
            <th scope="col">{t('monitoring.devices.standing')}</th>
            <th scope="col">{t('monitoring.devices.lastLabel')}</th>
            <th scope="col">{t('monitoring.devices.lastPacket')}</th>
            <th scope="col" className="right">
              {t('monitoring.devices.packets')}
            </th>
            <th scope="col" className="right">
              {t('monitoring.coverage.percent')}
            </th>
            <th scope="col">{t('monitoring.devices.faultsTitle')}</th>
            <th scope="col">{t('monitoring.devices.protocol')}</th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <tr key={device.id}>
              <th scope="row">
                <Link to={`/monitoring/devices/${device.id}`}>{device.mn}</Link>
              </th>
              <td>
                <Link to={`/monitoring/${device.subject.kind}s/${device.subject.id}`}>{device.subject.name}</Link>
              </td>
              <td className={device.standing === 'silent' ? 'overdue' : undefined}>
                {t(`monitoring.devices.standings.${device.standing}`)}
                {device.silentSince ? (
                  <span className="aside">
                    {' '}
                    {t('monitoring.devices.since', { at: minuteText(device.silentSince) })}
                  </span>
                ) : null}
              </td>
              <td>{minuteText(device.lastLabel)}</td>
              <td>
                {device.lastPacketId ? (
                  <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: device.lastPacketId }}>
                    {minuteText(device.lastPacketAt)}
                  </EvidenceButton>
                ) : (
                  '–'
                )}
              </td>
              <td className="right">{device.packets}</td>
              <td
                className={device.availability !== null && Number(device.availability) < 90 ? 'right overdue' : 'right'}
              >
                {device.availability === null ? '–' : `${device.availability}%`}
              </td>
              <td>
                <Troubles device={device} />
              </td>
              <td>{device.protocol}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** How the devices are doing: who is heard, who is silent, whose clock or password is wrong. */
export const DevicesPage = () => {
  const { t } = useTranslation();
  const health = useDeviceHealth(DAYS);
  const counts = (standing: (typeof STANDINGS)[number]): number =>
    health.data?.items.filter((device) => device.standing === standing).length ?? 0;
  return (
    <Page
      title={t('monitoring.devices.title')}
      lead={
        health.data
          ? t('monitoring.devices.lead', {
              all: health.data.items.length,
              online: counts('online'),
              late: counts('late'),
              silent: counts('silent'),
              never: counts('never'),
            })
          : null
      }
      extra={<SubPages />}
    >
      <BlockedAddresses />
      <Section flush title={t('monitoring.devices.table')} aside={t('monitoring.devices.tableAside', { n: DAYS })}>
        <Answer query={health} empty={({ items }) => items.length === 0} emptyText={t('monitoring.devices.none')}>
          {({ items }) => (
            <Rows
              devices={[...items].sort(
                (a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || a.mn.localeCompare(b.mn),
              )}
            />
          )}
        </Answer>
      </Section>
    </Page>
  );
};
