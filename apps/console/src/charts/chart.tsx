import { HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  CalendarComponent,
  DataZoomComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type CSSProperties, useEffect, useRef } from 'react';

echarts.use([
  HeatmapChart,
  LineChart,
  ScatterChart,
  CalendarComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  DataZoomComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

export { echarts };
export type ChartOption = echarts.EChartsCoreOption;
/** What was clicked: the series it is drawn by and its place in that series' data. */
export interface ChartHit {
  readonly seriesId: string;
  readonly dataIndex: number;
}

/** A chart that follows its box. Its words stand beside it for those who cannot see it: `label` says what it shows. */
export const Chart = ({
  option,
  label,
  style,
  onHit,
}: {
  readonly option: ChartOption;
  readonly label: string;
  readonly style?: CSSProperties;
  readonly onHit?: (hit: ChartHit) => void;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.EChartsType | null>(null);
  const hit = useRef(onHit);
  hit.current = onHit;

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = echarts.init(element, null, { renderer: 'canvas' });
    chart.current = made;
    made.on('click', (event) => {
      if (event.seriesId !== undefined && event.dataIndex !== undefined)
        hit.current?.({ seriesId: event.seriesId, dataIndex: event.dataIndex });
    });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series'], lazyUpdate: true });
  }, [option]);

  return <div ref={box} role="img" aria-label={label} style={style} />;
};
