import { useTranslation } from 'react-i18next';
import { Nothing } from '../../shell/parts.js';
import { AirYearsView } from './years-air.js';
import { useYearsSubject } from './years-choices.js';
import { SectionYearsView } from './years-water.js';

/** Two years or more beside each other: days of an area or a station, months of a section. */
export const YearsView = () => {
  const { t } = useTranslation();
  const subject = useYearsSubject();
  if (!subject) return <Nothing text={t('years.none')} />;
  const { kind, id } = subject;
  return kind === 'section' ? <SectionYearsView id={id} /> : <AirYearsView subject={{ kind, id }} />;
};
