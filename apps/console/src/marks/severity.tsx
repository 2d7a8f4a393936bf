import { useTranslation } from 'react-i18next';
import { LEVEL_COLOURS } from '../theme.js';

export type Severity = 'notice' | 'yellow' | 'orange' | 'red';

const SIGNS: Readonly<Record<Severity, string>> = { notice: '●', yellow: '▲', orange: '◆', red: '■' };
const COLOURS: Readonly<Record<Severity, string>> = { ...LEVEL_COLOURS, notice: '#5d6765' };

/** The grade of a warning by colour, shape and word. */
export const SeverityMark = ({ severity }: { readonly severity: Severity }) => {
  const { t } = useTranslation();
  return (
    <span className="level" style={{ color: COLOURS[severity] }}>
      <span aria-hidden>{SIGNS[severity]}</span> {t(`overview.pressure.severities.${severity}`)}
    </span>
  );
};
