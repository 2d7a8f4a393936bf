import { useTranslation } from 'react-i18next';
import { Facts } from '../../shell/parts.js';
import { editionName } from '../edition-name.js';
import { ChangedDays } from '../changed-days.js';
import type { TargetDetail } from './target-queries.js';
import { unitText } from '../../reference/terms.js';

/** The same figure counted the other way, and the days between them: why a comparison of the same span says another number. */
export const TargetCounting = ({ target: { otherwise, unit } }: { readonly target: TargetDetail }) => {
  const { t } = useTranslation();
  if (!otherwise) return null;
  const { rule, edition, value, days, changed } = otherwise;
  return (
    <>
      <Facts
        items={[
          [
            t('targets.otherwise'),
            <>
              {t('targets.otherValue', { value: `${value ?? '–'}${unit === '%' ? '%' : ` ${unitText(unit)}`}`, days })}{' '}
              <span className="aside">{t(`targets.otherRules.${rule}`, { edition: editionName(edition) })}</span>
            </>,
          ],
        ]}
      />
      <ChangedDays days={changed} edition={edition} />
    </>
  );
};
