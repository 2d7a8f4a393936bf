import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BlockedAddresses } from './blocked-addresses.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Answer, Nothing, Page, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { type Device, useDeviceHealth } from '../monitoring-queries.js';
import { SubPages } from '../sub-pages.js';
import { AddDevice } from './device-entry.js';
import { Troubles } from './device-troubles.js';

const DAYS = 7;
const STANDINGS = ['silent', 'late', 'never', 'online'] as const;
const TROUBLES = ['clock', 'password', 'damaged', 'values', 'repeating'] as const;

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
  const [standing, setStanding] = useState<(typeof STANDINGS)[number]>();
  const [trouble, setTrouble] = useState<(typeof TROUBLES)[number]>();
  const isShown = (device: Device): boolean =>
    (standing === undefined || device.standing === standing) &&
    (trouble === undefined || device.troubles.includes(trouble));
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
      <Section
        flush
        title={t('monitoring.devices.table')}
        aside={t('monitoring.devices.tableAside', { n: DAYS })}
        extra={
          <>
            <AddDevice />{' '}
            <Select
              allowClear
              size="small"
              className="device-filter"
              aria-label={t('monitoring.devices.onlyStanding')}
              placeholder={t('monitoring.devices.onlyStanding')}
              value={standing}
              onChange={setStanding}
              options={STANDINGS.map((value) => ({ value, label: t(`monitoring.devices.standings.${value}`) }))}
            />{' '}
            <Select
              allowClear
              size="small"
              className="device-filter"
              aria-label={t('monitoring.devices.onlyTrouble')}
              placeholder={t('monitoring.devices.onlyTrouble')}
              value={trouble}
              onChange={setTrouble}
              options={TROUBLES.map((value) => ({ value, label: t(`monitoring.devices.troubles.${value}`) }))}
            />
          </>
        }
      >
        <Answer query={health} empty={({ items }) => items.length === 0} emptyText={t('monitoring.devices.none')}>
          {({ items }) => {
            const shown = items.filter(isShown);
            return shown.length === 0 ? (
              <Nothing text={t('monitoring.devices.noneSuch')} />
            ) : (
              <Rows
                devices={shown.sort(
                  (a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || a.mn.localeCompare(b.mn),
                )}
              />
            );
          }}
        </Answer>
      </Section>
    </Page>
  );
};
