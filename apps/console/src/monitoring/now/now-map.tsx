import { Alert } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { aqiCategoryOf } from '#libs/domain/air/category.js';
import { WATER_CLASS_LOOKS } from '#libs/domain/water/edition.js';
import { geoOf, registerAreas } from '../../charts/area-map.js';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { useAreas } from '../../reference/names.js';
import { Answer } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { LEVEL_COLOURS } from '../../theme.js';
import type { Outlet } from '../outlets/outlet-queries.js';
import { outletState, type OutletState } from '../outlets/outlet-state.js';
import { aqiNow, type Section, type Station, weekClassOf } from '../monitoring-queries.js';
import { termText } from '../../reference/terms.js';

/** Without a value of its own. */
const UNKNOWN = '#b9bfba';

interface Mark {
  readonly path: string;
  readonly name: string;
  readonly at: readonly number[];
  readonly colour: string;
  readonly words: string;
}

const stationMark = (station: Station, today: string, none: string): Mark | null =>
  station.position && {
    path: `/monitoring/stations/${station.id}`,
    name: station.name,
    at: station.position,
    colour: aqiNow(station, today) === null ? UNKNOWN : aqiCategoryOf(aqiNow(station, today)!).colour,
    words: `${station.name}<br>AQI ${aqiNow(station, today) ?? none}`,
  };
const sectionMark = (section: Section, none: string): Mark | null => {
  const found = weekClassOf(section);
  const looks = found === null ? null : WATER_CLASS_LOOKS[found];
  return (
    section.position && {
      path: `/monitoring/sections/${section.id}`,
      name: section.name,
      at: section.position,
      colour: looks?.screenColour ?? UNKNOWN,
      words: `${section.name}<br>${looks ? termText(looks.numeral) : none}`,
    }
  );
};

const OUTLET_COLOURS: Readonly<Record<OutletState, string>> = {
  exceeding: LEVEL_COLOURS.red,
  within: LEVEL_COLOURS.green,
  stopped: UNKNOWN,
  silent: UNKNOWN,
  unlimited: UNKNOWN,
};
const outletMark = (outlet: Outlet, state: OutletState, words: string): Mark | null =>
  outlet.position && {
    path: `/monitoring/outlets/${outlet.id}`,
    name: outlet.name,
    at: outlet.position,
    colour: OUTLET_COLOURS[state],
    words: `${outlet.name}<br>${words}`,
  };

/** Stations and sections in the colours of their standards, outlets by whether they keep their limits; a mark opens its page. */
export const NowMap = ({
  stations,
  sections,
  outlets,
}: {
  readonly stations: readonly Station[];
  readonly sections: readonly Section[];
  readonly outlets: readonly Outlet[];
}) => {
  const { t } = useTranslation();
  const areas = useAreas();
  const today = usePlatformToday();
  const drawn = useMemo(() => (areas ? registerAreas(areas) : undefined), [areas]);
  const navigate = useNavigate();
  const marks = useMemo(() => {
    const none = t('monitoring.noValue');
    const placed = (list: readonly (Mark | null)[]): Mark[] => list.filter((mark): mark is Mark => mark !== null);
    return {
      stations: placed(stations.map((one) => stationMark(one, today, none))),
      sections: placed(sections.map((one) => sectionMark(one, none))),
      outlets: placed(
        outlets.map((one) => {
          const state = outletState(one, today);
          return outletMark(one, state, t(`outlets.states.${state}`));
        }),
      ),
    };
  }, [stations, sections, outlets, today, t]);
  const option = useMemo((): ChartOption => {
    const series = (id: keyof typeof marks, symbol: string, symbolSize: number) => ({
      id,
      type: 'scatter',
      coordinateSystem: 'geo',
      symbol,
      symbolSize,
      data: marks[id].map(({ at, colour }) => ({
        value: at,
        itemStyle: { color: colour, borderColor: '#3d4644', borderWidth: 1 },
      })),
    });
    return {
      animation: false,
      tooltip: {
        confine: true,
        transitionDuration: 0,
        formatter: (at: { seriesId?: string; dataIndex: number }) =>
          marks[at.seriesId as keyof typeof marks]?.[at.dataIndex]?.words ?? '',
      },
      geo: geoOf(drawn ?? [], null),
      series: [series('stations', 'circle', 17), series('sections', 'triangle', 17), series('outlets', 'diamond', 17)],
    };
  }, [drawn, marks]);
  return (
    <Answer query={{ data: drawn, error: null, isPending: true, refetch: () => undefined }} rows={8}>
      {(outlines) =>
        outlines.length === 0 ? (
          <Alert type="info" showIcon title={t('wall.noOutline')} />
        ) : (
          <figure className="monitoring-map">
            <Chart
              option={option}
              label={t('monitoring.now.mapLabel', {
                stations: marks.stations.length,
                sections: marks.sections.length,
                outlets: marks.outlets.length,
              })}
              style={{ height: 460 }}
              onHit={({ seriesId, dataIndex }) => {
                const mark = marks[seriesId as keyof typeof marks]?.[dataIndex];
                if (mark) void navigate(mark.path);
              }}
            />
            <figcaption className="aside">{t('monitoring.now.mapHelp')}</figcaption>
          </figure>
        )
      }
    </Answer>
  );
};
