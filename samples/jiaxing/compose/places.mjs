/**
 * Invented places: a lattice of slightly moved points in an empty stretch of desert, cut into 24 towns; four towns make
 * an area, six areas the city. No outline follows a real boundary. WGS-84.
 */
import { AREAS, TOWNS } from './units.mjs';

const ORIGIN = [82.0, 38.5];
const STEP = 0.15;
const COLUMNS = 6;
const ROWS = 4;

const round = (value) => Math.round(value * 10_000) / 10_000;

/** Lattice point; inner ones are moved a little so that outlines look drawn, the same way every time. */
function point(column, row) {
  const inner = column > 0 && column < COLUMNS && row > 0 && row < ROWS;
  const east = inner ? (((column * 7 + row * 5) % 9) - 4) * 0.006 : 0;
  const north = inner ? (((column * 4 + row * 11) % 9) - 4) * 0.006 : 0;
  return [round(ORIGIN[0] + column * STEP + east), round(ORIGIN[1] + row * STEP + north)];
}

/** Lower left cell of an area: three areas in each of two rows. */
const cellOf = (area) => [(AREAS.indexOf(area) % 3) * 2, AREAS.indexOf(area) < 3 ? 2 : 0];
const townCell = (town) => {
  const [column, row] = cellOf(town.area);
  const index = TOWNS.filter(({ area }) => area === town.area).indexOf(town);
  return [column + (index % 2), row + (index < 2 ? 1 : 0)];
};

const ring = (points) => [...points, points[0]];
const cellRing = ([column, row], size) => {
  const points = [];
  for (let i = 0; i < size; i += 1) points.push(point(column + i, row));
  for (let i = 0; i < size; i += 1) points.push(point(column + size, row + i));
  for (let i = 0; i < size; i += 1) points.push(point(column + size - i, row + size));
  for (let i = 0; i < size; i += 1) points.push(point(column, row + size - i));
  return ring(points);
};

const cityRing = ring([
  ...Array.from({ length: COLUMNS }, (_, i) => point(i, 0)),
  ...Array.from({ length: ROWS }, (_, i) => point(COLUMNS, i)),
  ...Array.from({ length: COLUMNS }, (_, i) => point(COLUMNS - i, ROWS)),
  ...Array.from({ length: ROWS }, (_, i) => point(0, ROWS - i)),
]);

export const outlines = [
  { id: '990100', name: '示例市', level: 'city', parent: null, unit: 'city', ring: cityRing },
  ...AREAS.map((area) => ({
    id: area.code,
    name: `${area.stem}区`,
    level: 'county',
    parent: '990100',
    unit: area.unit,
    ring: cellRing(cellOf(area), 2),
  })),
  ...TOWNS.map((town) => ({
    id: town.code,
    name: town.name,
    level: 'town',
    parent: town.area.code,
    unit: town.unit,
    ring: cellRing(townCell(town), 1),
  })),
];

/** A place inside a town: its middle, moved a little by a number so that no two subjects stand on one spot. */
export function placeIn(townCode, number) {
  const [column, row] = townCell(TOWNS.find(({ code }) => code === townCode));
  const east = (((number * 37) % 11) - 5) * 0.007;
  const north = (((number * 53) % 13) - 6) * 0.006;
  return [round(ORIGIN[0] + (column + 0.5) * STEP + east), round(ORIGIN[1] + (row + 0.5) * STEP + north)];
}
