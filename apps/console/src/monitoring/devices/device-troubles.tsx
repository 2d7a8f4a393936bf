import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { minuteText } from '../../shell/time.js';
import type { Device } from '../monitoring-queries.js';
import { comma } from '../../texts/joined.js';
import { termText, unitText } from '../../reference/terms.js';

/** A value that repeats, in words. */
export const repeatText = (t: TFunction, { from, until, ...one }: Device['repeating'][number]): string =>
  t('monitoring.devices.repeats', {
    ...one,
    name: termText(one.name),
    unit: unitText(one.unit),
    from: minuteText(from),
    until: minuteText(until),
  });

/** What is wrong with what a device sent; the particulars under the pointer. */
export const Troubles = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const faults = Object.entries(device.faults).filter(([, n]) => n > 0);
  if (faults.length === 0 && device.troubles.length === 0)
    return <span className="aside">{t('monitoring.devices.noFaults')}</span>;
  const particulars = [
    ...device.repeating.map((one) => repeatText(t, one)),
    ...faults.map(([reason, n]) => `${t(`devices.reasons.${reason}`, { defaultValue: reason })} ${n}`),
  ];
  return (
    <span title={particulars.join('\n')}>
      {device.troubles.map((trouble) => t(`monitoring.devices.troubles.${trouble}`)).join(comma()) ||
        t('monitoring.devices.otherFaults')}{' '}
      {faults.length > 0 ? (
        <span className="aside">
          {t('monitoring.devices.faults', { n: faults.reduce((sum, [, n]) => sum + n, 0) })}
        </span>
      ) : null}
    </span>
  );
};
