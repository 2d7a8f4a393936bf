import { Alert, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isRefused } from '../api/asking.js';
import { type Asked, Page, Trouble } from './parts.js';

/** That there is no record of this name, or none one may see; it leads back to where records are listed. */
export const NoneSuch = ({ id, back, backText }: NoneSuchIs) => {
  const { t } = useTranslation();
  return (
    <Alert
      type="info"
      showIcon
      title={t('states.noneSuch', { id })}
      description={t('states.missing')}
      action={<Link to={back}>{backText}</Link>}
    />
  );
};
interface NoneSuchIs {
  readonly id: string;
  readonly back: string;
  readonly backText: string;
}

/**
 * The page of a record named in the address, drawn once the record is known: what else the page asks is asked only then,
 * so that a name nobody has is asked for once, said once, and leads back.
 */
export const OneRecord = <T,>({
  query,
  children,
  ...where
}: NoneSuchIs & { readonly query: Omit<Asked<T>, 'isPending'>; readonly children: (found: T) => ReactNode }) => {
  const { data, error } = query;
  if (data !== undefined) return <>{children(data)}</>;
  return (
    <Page title={where.id} extra={<Link to={where.back}>{where.backText}</Link>}>
      {isRefused(error) ? (
        <NoneSuch {...where} />
      ) : error ? (
        <Trouble why={error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </Page>
  );
};
