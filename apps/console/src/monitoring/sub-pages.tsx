import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

const SUB_PAGES = [
  'now',
  'waters',
  'supply',
  'targets',
  'review',
  'compare',
  'coverage',
  'devices',
  'faults',
  'imports',
  'indicators',
] as const;

/** The pages of monitoring beside each other. */
export const SubPages = () => {
  const { t } = useTranslation();
  return (
    <nav className="sub-pages" aria-label={t('monitoring.title')}>
      {SUB_PAGES.map((name) => (
        <NavLink key={name} end to={name === 'now' ? '/monitoring' : `/monitoring/${name}`}>
          {t(`monitoring.subPages.${name}`)}
        </NavLink>
      ))}
    </nav>
  );
};
