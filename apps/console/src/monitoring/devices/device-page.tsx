import { Button } from 'antd';
import { useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { DeviceEdition } from '#libs/domain/hj212/edition.js';
import { ApiProblem } from '../../api/client.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { OneRecord } from '../../shell/one-record.js';
import { type Device, useDeviceHealth } from '../monitoring-queries.js';
import { Answer, Facts, Nothing, Page, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { dataTimeText, minuteText } from '../../shell/time.js';
import { faultPlace } from '../faults/fault-place.js';
import { repeatText } from './device-troubles.js';
import { CommandList } from './command-list.js';
import {
  type DevicePacket,
  useDevice,
  useDeviceFaults,
  useDeviceGaps,
  useDevicePackets,
  useDoor,
} from './device-queries.js';
import { Records } from './device-records.js';
import { DeviceSettings } from './device-settings.js';
import { SendCommand } from './send-command.js';
import { comma, semicolon } from '../../texts/joined.js';
import { termText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

const DAYS = 7;
const NOT_FOUND = new ApiProblem({ status: 404, code: 'DEVICE_NOT_FOUND' });

/** What was accepted though it is no standard, and an edition other than that the device is set to. */
const packetMarks = (t: TFunction, { marks, edition }: DevicePacket, setting: string | undefined): string[] => [
  ...marks.map((mark) => t(`devices.reasons.${mark}`, { defaultValue: mark })),
  ...(edition === null || setting === undefined || edition === setting
    ? []
    : [t('devices.otherEdition', { edition, setting })]),
];

const Packets = ({ deviceId, setting }: { readonly deviceId: string; readonly setting: string | undefined }) => {
  const { t } = useTranslation();
  const packets = useDevicePackets(deviceId);
  return (
    <Answer query={packets} empty={(items) => items.length === 0} emptyText={t('devices.noPackets')}>
      {(items) => (
        <PageTable
          heads={[
            t('devices.received'),
            t('devices.command'),
            t('devices.dataTime'),
            { right: t('devices.factors') },
            t('devices.marks'),
            t('devices.content'),
          ]}
        >
          {items.map((packet) => (
            <tr key={packet.id}>
              <td>
                <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: packet.id }}>
                  {minuteText(packet.receivedAt)}
                </EvidenceButton>
              </td>
              <td className={packet.cn === null ? 'overdue' : undefined}>
                {packet.cn === null ? t('devices.unreadable') : `${packet.cn} ${termText(packet.name ?? '')}`}
              </td>
              <td>{packet.dataTimes.map(dataTimeText).join(comma()) || '–'}</td>
              <td className="right">{packet.factors}</td>
              <td>{packetMarks(t, packet, setting).join(comma()) || '–'}</td>
              <td>
                <code className="packet-text">{packet.text}</code>
              </td>
            </tr>
          ))}
        </PageTable>
      )}
    </Answer>
  );
};

const Faults = ({ mn }: { readonly mn: string }) => {
  const { t } = useTranslation();
  const faults = useDeviceFaults(mn);
  return (
    <Answer query={faults} empty={(items) => items.length === 0} emptyText={t('devices.noFaults')} rows={2}>
      {(items) => (
        <PageTable heads={[t('devices.received'), t('devices.reason'), t('devices.where')]}>
          {items.map((fault) => (
            <tr key={fault.id}>
              <td>{minuteText(fault.at)}</td>
              <td title={fault.reason}>{t(`devices.reasons.${fault.reason}`, { defaultValue: fault.reason })}</td>
              <td>{faultPlace(t, fault.where)}</td>
            </tr>
          ))}
        </PageTable>
      )}
    </Answer>
  );
};

const Gaps = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const gaps = useDeviceGaps(deviceId);
  return (
    <Answer query={gaps} empty={(items) => items.length === 0} emptyText={t('devices.noGaps')} rows={2}>
      {(items) => (
        <ul className="gap-list">
          {items.map((gap) => (
            <li key={gap.start}>
              {t('devices.gapHour', { at: minuteText(gap.start) })}{' '}
              <span className="aside">
                {t('devices.gapAsked', { n: gap.askings })} {minuteText(gap.lastAskedAt)}
                {gap.isAbsent ? ` ${t('devices.absent')}` : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
};

const Connection = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const mayManage = useMay()('device.manage');
  const door = useDoor(mayManage);
  const here = door.data?.connected.find(({ deviceId }) => deviceId === device.id);
  return (
    <Facts
      items={[
        [t('monitoring.devices.mn'), device.mn],
        [
          t('monitoring.devices.subject'),
          <Link key="subject" to={`/monitoring/${device.subject.kind}s/${device.subject.id}`}>
            {device.subject.name}
          </Link>,
        ],
        [t('monitoring.devices.standing'), t(`monitoring.devices.standings.${device.standing}`)],
        [t('monitoring.devices.lastLabel'), minuteText(device.lastLabel)],
        [
          t('monitoring.devices.lastPacket'),
          device.lastPacketId ? (
            <EvidenceButton key="packet" record={{ service: 'monitoring', kind: 'packet', id: device.lastPacketId }}>
              {minuteText(device.lastPacketAt)}
            </EvidenceButton>
          ) : (
            '–'
          ),
        ],
        [t('monitoring.devices.packets'), device.packets],
        device.repeating.length > 0 && [
          t('devices.repeating'),
          <span key="repeating" className="overdue">
            {device.repeating.map((one) => repeatText(t, one)).join(semicolon())}
          </span>,
        ],
        door.data !== undefined && [
          t('devices.connected'),
          here
            ? t('devices.connectedFrom', {
                address: here.address,
                secure: here.isSecure ? t('devices.secure') : '',
                since: minuteText(here.since),
                n: here.packets,
              })
            : t('devices.notConnected'),
        ],
      ]}
    />
  );
};

/** One device: how it is doing, what it sends at this moment, what is asked of it, and how it is understood. */
const Known = ({
  id,
  mn,
  device,
}: {
  readonly id: string;
  readonly mn: string;
  readonly device: Device | undefined;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const [isSending, setIsSending] = useState(false);
  const registered = useDevice(id, may('device.manage'));
  return (
    <Page
      title={mn}
      lead={
        device
          ? t('devices.lead', {
              standing: t(`monitoring.devices.standings.${device.standing}`),
              at: minuteText(device.lastPacketAt),
              availability: device.availability === null ? '–' : `${device.availability}%`,
            })
          : null
      }
      extra={<Link to="/monitoring/devices">{t('devices.back')}</Link>}
    >
      <Section>{device ? <Connection device={device} /> : <Nothing text={t('register.retired')} />}</Section>
      <Section
        flush
        title={t('devices.commands')}
        aside={t('devices.commandsAside')}
        extra={
          device && may('device.command') ? (
            <Button type="primary" size="small" onClick={() => setIsSending(true)}>
              {t('devices.send')}
            </Button>
          ) : null
        }
      >
        <CommandList deviceId={id} />
      </Section>
      <Section flush title={t('devices.packets')} aside={t('devices.packetsAside')}>
        <Packets deviceId={id} setting={device?.protocol.slice('HJ212-'.length)} />
      </Section>
      <Section flush title={t('devices.faults')} aside={t('devices.faultsAside')}>
        <Faults mn={mn} />
      </Section>
      <Section flush title={t('devices.records')} aside={t('devices.recordsAside')}>
        <Records deviceId={id} />
      </Section>
      <Section title={t('devices.gaps')} aside={t('devices.gapsAside')}>
        <Gaps deviceId={id} />
      </Section>
      {may('device.manage') ? (
        <Section title={t('devices.settings')} aside={t('devices.settingsAside')}>
          <Answer query={registered}>{(one) => <DeviceSettings device={one} />}</Answer>
        </Section>
      ) : null}
      {isSending && device ? (
        <SendCommand
          device={device}
          edition={device.protocol.slice('HJ212-'.length) as DeviceEdition}
          onClose={() => setIsSending(false)}
        />
      ) : null}
    </Page>
  );
};

/** The page of the device in the address: those in use stand in the answer on health, others in the register alone. */
export const DevicePage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayAskRegister = useMay()('device.manage');
  const health = useDeviceHealth(DAYS, { deviceId: id });
  const device = health.data?.items[0];
  const isInNone = health.data !== undefined && !device;
  const registered = useDevice(id, mayAskRegister && isInNone);
  const mn = device?.mn ?? registered.data?.mn;
  const query = {
    data: mn === undefined ? undefined : { mn, device },
    error: health.error ?? (isInNone && !mayAskRegister ? NOT_FOUND : registered.error),
    refetch: health.refetch,
  };
  return (
    <OneRecord key={id} id={id} query={query} back="/monitoring/devices" backText={t('devices.back')}>
      {(found) => <Known id={id} {...found} />}
    </OneRecord>
  );
};
