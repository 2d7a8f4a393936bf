import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AQI_CATEGORIES, type AqiLevel, aqiLevelOf } from '#libs/domain/air/category.js';
import { Chart, type ChartOption } from '../../charts/chart.js';
import type { CalendarDay, Span } from '../monitoring-queries.js';

const LEVELS: readonly AqiLevel[] = [1, 2, 3, 4, 5, 6];
const NOT_EVALUATED = '#dfe2dc';

/** A year of days as a calendar: every square is a day in the colour of its level. */
export const AirCalendar = ({
  days,
  span,
  onDay,
}: {
  readonly days: readonly CalendarDay[];
  readonly span: Span;
  readonly onDay: (day: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const option = useMemo(
    (): ChartOption => ({
      animation: false,
      tooltip: {
        confine: true,
        transitionDuration: 0,
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const day = days[dataIndex];
          if (!day) return '';
          const index = day.aqi === null ? t('monitoring.notEvaluated') : `AQI ${day.aqi}`;
          return [day.day, `${index} ${day.primary.join('、')}`, t(`dataState.${day.dataState as 'realtime'}`)].join(
            '<br>',
          );
        },
      },
      calendar: {
        range: [`${span.from.slice(0, 4)}-01-01`, `${span.from.slice(0, 4)}-12-31`],
        cellSize: ['auto', 17],
        top: 24,
        left: 34,
        right: 8,
        bottom: 4,
        yearLabel: { show: false },
        dayLabel: { firstDay: 1, nameMap: i18n.language === 'en' ? 'EN' : 'ZH', color: '#5d6765' },
        monthLabel: { nameMap: i18n.language === 'en' ? 'EN' : 'ZH', color: '#5d6765' },
        splitLine: { lineStyle: { color: '#8a938f', width: 1 } },
        itemStyle: { borderColor: '#fff', borderWidth: 2, color: '#f3f4f0' },
      },
      series: [
        {
          id: 'days',
          type: 'heatmap',
          coordinateSystem: 'calendar',
          data: days.map(({ day, aqi }) => ({
            value: [day, aqi ?? 0],
            itemStyle: { color: aqi === null ? NOT_EVALUATED : AQI_CATEGORIES[aqiLevelOf(aqi)].colour },
          })),
        },
      ],
    }),
    [days, span, t, i18n.language],
  );
  const counts = LEVELS.map((level) => ({
    level,
    n: days.filter(({ aqi }) => aqi !== null && aqiLevelOf(aqi) === level).length,
  }));
  return (
    <>
      <Chart
        option={option}
        label={t('monitoring.calendarLabel', { n: days.length })}
        style={{ height: 152 }}
        onHit={({ dataIndex }) => {
          const day = days[dataIndex];
          if (day) onDay(day.day);
        }}
      />
      <p className="level-counts">
        {counts.map(({ level, n }) => (
          <span key={level}>
            <i style={{ background: AQI_CATEGORIES[level].colour }} aria-hidden /> {t(`overview.aqi.level${level}`)}{' '}
            <b>{n}</b>
          </span>
        ))}
        <span>
          <i style={{ background: NOT_EVALUATED }} aria-hidden /> {t('monitoring.notEvaluated')}{' '}
          <b>{days.filter(({ aqi }) => aqi === null).length}</b>
        </span>
      </p>
    </>
  );
};
