import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Asked } from './parts.js';

/** A list that comes page by page, as the query library keeps it. */
interface Paged<T> extends Asked<{ readonly pages: readonly { readonly items: readonly T[] }[] }> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** What has come so far as one list. */
export const listed = <T,>(query: Paged<T>): Asked<T[]> => ({
  data: query.data?.pages.flatMap(({ items }) => [...items]),
  error: query.error,
  isPending: query.isPending,
  refetch: query.refetch,
});

/** Asks for the next page while there is one. */
export const More = ({
  of,
}: {
  readonly of: Pick<Paged<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) => {
  const { t } = useTranslation();
  return of.hasNextPage ? (
    <p className="more">
      <Button size="small" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {t('states.nextPage')}
      </Button>
    </p>
  ) : null;
};
