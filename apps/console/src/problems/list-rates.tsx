import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { cutoffText } from '../shell/time.js';
import { useLists } from './problem-queries.js';

type Rates = Schemas['Rates'];

/** How far each list is: three rates with what they are shares of. A list is a filter of the table below. */
export const ListRates = ({
  chosen,
  onChoose,
}: {
  readonly chosen: string | undefined;
  readonly onChoose: (listId: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const { data } = useLists();
  if (!data || data.items.length === 0) return null;
  const first = data.items[0]!;
  return (
    <section className="section flush scroll-x">
      <table className="plain">
        <thead>
          <tr>
            <th>
              {t('problems.lists.title')}{' '}
              <span className="aside">{t('time.cutoff', { at: cutoffText(first.rates.cutoff) })}</span>
            </th>
            <th className="right">{t('problems.lists.base')}</th>
            <th className="right">{t('problems.lists.due')}</th>
            <th className="right">{t('problems.lists.completed')}</th>
            <th className="right">{t('problems.lists.closed')}</th>
            <th className="right">{t('problems.lists.completionRate')}</th>
            <th className="right">{t('problems.lists.dueRate')}</th>
            <th className="right">{t('problems.lists.closureRate')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((list) => (
            <tr key={list.id} className={list.id === chosen ? 'chosen' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-pressed={list.id === chosen}
                  title={list.name}
                  onClick={() => onChoose(list.id === chosen ? undefined : list.id)}
                >
                  {list.shortName}
                </button>
              </th>
              <RateCells rates={list.rates} />
            </tr>
          ))}
          {data.items.length > 1 ? (
            <tr className="total">
              <th scope="row">{t('problems.lists.distinct')}</th>
              <RateCells rates={data.distinct} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
};

const RateCells = ({ rates }: { readonly rates: Rates }) => (
  <>
    <td className="right">{rates.counts.base}</td>
    <td className="right">{rates.counts.due}</td>
    <td className="right">{rates.counts.completed}</td>
    <td className="right">{rates.counts.closed}</td>
    <RateCell rate={rates.completionRate} />
    <RateCell rate={rates.dueCompletionRate} />
    <RateCell rate={rates.closureRate} />
  </>
);

const RateCell = ({ rate }: { readonly rate: Schemas['Rate'] }) => {
  const { t } = useTranslation();
  return (
    <td className="right" title={`${rate.numerator} / ${rate.denominator}`}>
      {rate.text === null ? <span className="aside">{t('problems.lists.noTask')}</span> : `${rate.text}%`}
    </td>
  );
};
