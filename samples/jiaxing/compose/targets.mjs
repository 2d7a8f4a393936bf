/** Targets of the year for the air of areas: invented numbers, the paper is the one the stations are answered for by. */
import { AIR_BASIS } from './subjects.mjs';

const ofYear = (definition, area, value) => ({
  definition,
  area,
  period: { label: '2026', from: '2026-01-01', to: '2026-12-31' },
  value,
  document: AIR_BASIS,
});

export const targets = [
  ofYear('air.area.cutoff.good-day-rate', '990101', '90.0'),
  ofYear('air.area.cutoff.good-day-rate', '990104', '88.0'),
  ofYear('air.area.cutoff.pm25', '990101', '24'),
  ofYear('air.area.cutoff.o3-p90', '990102', '160'),
];
