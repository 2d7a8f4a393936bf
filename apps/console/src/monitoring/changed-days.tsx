import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { editionName } from './edition-name.js';
import { comma } from '../texts/joined.js';

type Days = Schemas['AirComparison']['inForce']['changed'];

/** Days that count otherwise under one edition than under the one in force on them, with the reason where a value is missing. */
export const ChangedDays = ({ days, edition }: { readonly days: Days; readonly edition: string }) => {
  const { t } = useTranslation();
  const word = (verdict: Days[number]['inForce']): string => t(`monitoring.verdicts.${verdict ?? 'none'}`);
  return (
    <ul className="aside">
      {days.map(({ date, inForce, restated, missing }) => (
        <li key={date}>
          {t('monitoring.changedDay', {
            date,
            inForce: word(inForce),
            restated: word(restated),
            edition: editionName(edition),
          })}
          {missing.length > 0 ? t('monitoring.changedMissing', { pollutants: missing.join(comma()) }) : ''}
        </li>
      ))}
    </ul>
  );
};
