import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AQI_CATEGORIES, aqiCategoryOf, type AqiLevel, aqiLevelOf } from '#libs/domain/air/category.js';
import { Chart, type ChartOption } from '../../charts/chart.js';
import type { CalendarDay, DayCalendar, Span } from '../monitoring-queries.js';

const LEVELS: readonly AqiLevel[] = [1, 2, 3, 4, 5, 6];
const NOT_EVALUATED = '#dfe2dc';

/** A day of the calendar; one without any record is not evaluated either. */
type Square = Pick<CalendarDay, 'day' | 'aqi'> & { readonly record: CalendarDay | null };
const squaresOf = ({ days, missing }: DayCalendar): Square[] =>
  [
    ...days.map((record) => ({ day: record.day, aqi: record.aqi, record })),
    ...missing.map((day) => ({ day, aqi: null, record: null })),
  ].sort((a, b) => (a.day < b.day ? -1 : 1));

/** A year of days as a calendar: every square is a day in the colour of its level. */
export const AirCalendar = ({
  calendar,
  span,
  onDay,
}: {
  readonly calendar: DayCalendar;
  readonly span: Span;
  readonly onDay: (day: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const days = useMemo(() => squaresOf(calendar), [calendar]);
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
          const { record } = day;
          return (
            record === null
              ? [day.day, `${index} ${t('monitoring.noRecord')}`]
              : [
                  day.day,
                  `${index} ${record.primary.join(t('states.comma'))}`,
                  ...(record.isDust ? [t('dustDays.mark')] : []),
                  t(`dataState.${record.dataState as 'realtime'}`),
                ]
          ).join('<br>');
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
            itemStyle: { color: aqi === null ? NOT_EVALUATED : aqiCategoryOf(aqi).colour },
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
  const dusty = calendar.days.flatMap(({ day, isDust }) => (isDust ? [day] : []));
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
        <span title={t('monitoring.notEvaluatedHelp')}>
          <i style={{ background: NOT_EVALUATED }} aria-hidden /> {t('monitoring.notEvaluated')}{' '}
          <b>{calendar.notEvaluated}</b>
        </span>
      </p>
      {dusty.length > 0 ? <p>{t('dustDays.markedOn', { days: dusty.join(t('states.comma')) })}</p> : null}
    </>
  );
};
