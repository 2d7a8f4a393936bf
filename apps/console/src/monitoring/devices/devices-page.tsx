import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BlockedAddresses } from './blocked-addresses.js';
import {
  DEVICE_STANDINGS,
  DEVICE_TROUBLES,
  type DeviceStanding,
  type DeviceTrouble,
} from '#libs/domain/telemetry/device-health.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { More } from '../../shell/more.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { type Device, useDevicePages } from '../monitoring-queries.js';
import { SubPages } from '../sub-pages.js';
import { PageTable } from '../../shell/page-table.js';
import { AddDevice } from './device-entry.js';
import { Troubles } from './device-troubles.js';

const DAYS = 7;

const Rows = ({ devices }: { readonly devices: readonly Device[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      heads={[
        t('monitoring.devices.mn'),
        t('monitoring.devices.subject'),
        t('monitoring.devices.standing'),
        t('monitoring.devices.lastLabel'),
        t('monitoring.devices.lastPacket'),
        { right: t('monitoring.devices.packets') },
        { right: t('monitoring.coverage.percent') },
        t('monitoring.devices.faultsTitle'),
        t('monitoring.devices.protocol'),
      ]}
    >
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
              <span className="aside"> {t('monitoring.devices.since', { at: minuteText(device.silentSince) })}</span>
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
          <td className={device.availability !== null && Number(device.availability) < 90 ? 'right overdue' : 'right'}>
            {device.availability === null ? '–' : `${device.availability}%`}
          </td>
          <td>
            <Troubles device={device} />
          </td>
          <td>{device.protocol}</td>
        </tr>
      ))}
    </PageTable>
  );
};

/** How the devices are doing: who is heard, who is silent, whose clock or password is wrong. */
export const DevicesPage = () => {
  const { t } = useTranslation();
  const [standing, setStanding] = useState<DeviceStanding>();
  const [trouble, setTrouble] = useState<DeviceTrouble>();
  const health = useDevicePages(DAYS, { standing, trouble });
  const standings = health.data?.pages[0]?.standings;
  const isChosen = standing !== undefined || trouble !== undefined;
  return (
    <Page
      title={t('monitoring.devices.title')}
      lead={
        standings
          ? t('monitoring.devices.lead', {
              all: Object.values(standings).reduce((sum, n) => sum + n, 0),
              ...standings,
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
              options={DEVICE_STANDINGS.map((value) => ({ value, label: t(`monitoring.devices.standings.${value}`) }))}
            />{' '}
            <Select
              allowClear
              size="small"
              className="device-filter"
              aria-label={t('monitoring.devices.onlyTrouble')}
              placeholder={t('monitoring.devices.onlyTrouble')}
              value={trouble}
              onChange={setTrouble}
              options={DEVICE_TROUBLES.map((value) => ({ value, label: t(`monitoring.devices.troubles.${value}`) }))}
            />
          </>
        }
      >
        <Answer
          query={health}
          empty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          emptyText={t(
            health.hasNextPage
              ? 'monitoring.devices.noneSoFar'
              : isChosen
                ? 'monitoring.devices.noneSuch'
                : 'monitoring.devices.none',
          )}
        >
          {({ pages }) => <Rows devices={pages.flatMap(({ items }) => items)} />}
        </Answer>
        <More of={health} />
      </Section>
    </Page>
  );
};
