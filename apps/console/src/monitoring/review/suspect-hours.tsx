import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { HourDrawer } from '../stations/hour-drawer.js';
import { useStations } from '../monitoring-queries.js';
import { minuteText } from '../../shell/time.js';

type Suspect = Schemas['SuspectHours']['items'][number];

const DAYS = 7;
const A_PAGE = 50;

export const useSuspectHours = () =>
  useInfiniteQuery({
    queryKey: ['hour-voids', 'suspect', DAYS],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      dataOf(
        api.GET('/api/suspect-hours', {
          params: { query: { days: DAYS, limit: A_PAGE, ...(cursor ? { cursor } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** Hours pointed out; one opens with its revisions, where it can be annotated or proposed to be void. */
export const SuspectHours = ({ items }: { readonly items: readonly Suspect[] }) => {
  const { t } = useTranslation();
  const stations = useStations().data;
  const [open, setOpen] = useState<Suspect | null>(null);
  const nameOf = (id: string): string => stations?.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('hourVoids.station')}</th>
            <th scope="col">{t('hourVoids.item')}</th>
            <th scope="col">{t('hourVoids.why')}</th>
            <th scope="col" className="right">
              {t('hourVoids.value')}
            </th>
            <th scope="col" className="right">
              {t('hourVoids.against')}
            </th>
            <th scope="col" className="right">
              {t('hourVoids.hours')}
            </th>
            <th scope="col">{t('hourVoids.span')}</th>
            <th scope="col" aria-label={t('hourVoids.state')} />
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${one.stationId} ${one.pollutant} ${one.reason} ${one.fromLabel}`}>
              <th scope="row">{nameOf(one.stationId)}</th>
              <td>{one.pollutant}</td>
              <td>{t(`hourVoids.suspectOf.${one.reason}`)}</td>
              <td className="right">{one.value}</td>
              <td className="right">{one.against ?? '–'}</td>
              <td className="right">{one.hours}</td>
              <td>
                {minuteText(one.fromLabel)} – {minuteText(one.untilLabel)}
              </td>
              <td className="right">
                {one.isLookedAt ? <span className="aside">{t('hourVoids.lookedAt')} </span> : null}
                <button type="button" className="link-button" onClick={() => setOpen(one)}>
                  {t('hourVoids.look')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <HourDrawer stationId={open?.stationId ?? ''} label={open?.untilLabel ?? null} onClose={() => setOpen(null)} />
    </div>
  );
};
