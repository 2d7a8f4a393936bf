import { App as AntApp, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { useDeviceWrite, useDoor } from './device-queries.js';

/** Addresses shut out at the door; shown only while there are some, to whoever manages devices. */
export const BlockedAddresses = () => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const door = useDoor(useMay()('device.manage'));
  const write = useDeviceWrite(
    (address: string) =>
      dataOf(api.POST('/api/device-door/blocked/{address}/unblock', { params: { path: { address } } })),
    t('devices.unblocked'),
    () => undefined,
  );
  const blocked = door.data?.blocked ?? [];
  if (blocked.length === 0) return null;
  return (
    <Section title={t('devices.blocked')} aside={t('devices.blockedAside')}>
      <ul className="gap-list">
        {blocked.map(({ address, secondsLeft, turnedAway }) => (
          <li key={address}>
            {address} <span className="aside">{t('devices.blockedFor', { n: secondsLeft, turned: turnedAway })}</span>{' '}
            <Button
              size="small"
              onClick={() => write.mutate(address, { onError: (why) => void message.error(problemText(why)) })}
            >
              {t('devices.unblock')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
};
