/**
 * Writes city/*.json, script.json and the outlet's packets from the tables in compose/. Deterministic: the same files
 * every time. Usage: node samples/jiaxing/compose-city.mjs
 */
import {
  bulletins,
  ladderOfRanking,
  ladderOfSections,
  ladderOfT07,
  payments,
  reviewed,
  sheets,
} from './compose/office-actions.mjs';
import { writeOutlet } from './compose/outlet.mjs';
import { outlines } from './compose/places.mjs';
import { lists, projects, records } from './compose/records.mjs';
import { outletProblem, review, tracing } from './compose/data-actions.mjs';
import { t07, t12, t19 } from './compose/special-actions.mjs';
import { streams } from './compose/streams.mjs';
import { devices, subjects } from './compose/subjects.mjs';
import { targets } from './compose/targets.mjs';
import { accounts, AREAS, duties, people, posts, units } from './compose/units.mjs';
import { waters } from './compose/waters.mjs';
import { ordinary } from './compose/work-actions.mjs';
import { writeObject, writeRows } from './compose/write.mjs';

/** Regional days and runs of single areas; the independent script computes them from the hours and compares. */
const REGIONAL_DAYS = [
  '2026-05-11',
  '2026-05-12',
  '2026-06-02',
  '2026-06-11',
  '2026-06-12',
  '2026-06-26',
  '2026-07-24',
];
const AREA_RUNS = [
  ['甲', '2026-05-06'],
  ['乙', '2026-05-23'],
  ['丙', '2026-05-23'],
  ['戊', '2026-05-23'],
  ['乙', '2026-05-29'],
  ['丁', '2026-05-31'],
  ['甲', '2026-06-04'],
  ['乙', '2026-06-04'],
  ['甲', '2026-06-17'],
  ['戊', '2026-06-17'],
  ['乙', '2026-06-28'],
].map(([area, from]) => ({ area, from }));
const areas = Object.fromEntries(AREAS.map((area) => [area.stem, area]));

writeRows('city/units.json', units);
writeRows('city/posts.json', posts);
writeRows('city/people.json', people);
writeRows('city/accounts.json', accounts);
writeRows('city/duties.json', duties);
writeRows(
  'city/areas.json',
  outlines.map(({ ring, ...area }) => ({ ...area, from: '2026-01-01', to: null })),
);
writeObject('city/areas.geojson', {
  type: 'FeatureCollection',
  features: outlines.map(({ ring, ...properties }) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates: [ring] },
  })),
});
writeRows('city/subjects.json', subjects);
writeRows('city/devices.json', devices);
writeRows('city/targets.json', targets);
writeObject('city/waters.json', waters);
writeRows('city/lists.json', lists);
writeRows('city/records.json', records);
writeRows('city/projects.json', projects);

const actions = [
  ...t07(),
  ...t12(),
  ...records.flatMap(ordinary),
  ...t19(),
  ...outletProblem(),
  ...ladderOfT07(),
  ...ladderOfRanking(),
  ...ladderOfSections(),
  ...bulletins(),
  ...sheets(),
  ...payments(),
  ...reviewed(),
  ...tracing({ regionalDays: REGIONAL_DAYS, areaRuns: AREA_RUNS, areas }),
  ...review(),
];
actions.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.target < b.target ? -1 : 1));
writeObject('script.json', {
  clock: { start: '2026-04-30T13:00:00+08:00', end: '2026-08-07T24:00:00+08:00', zone: 'Asia/Shanghai' },
  streams,
  actions,
});
writeOutlet();
