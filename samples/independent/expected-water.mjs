/** Weeks of the nine sections, held values, failing runs and 劣Ⅴ events. */
import { dayRange, fixed } from './arithmetic.mjs';
import { CLASSES, DECIMALS, holdSuspects, readingClass, readSections, sectionWeeks } from './water.mjs';

const TARGET = 3;
const WORSE_THAN_V = 6;
const WARN_AT = 2;
const ORDER_AT = 3;

export function waterOfSeason() {
  const rows = readSections('data/sections.csv.gz');
  const codes = [...new Set(rows.map(({ code }) => code))].sort();
  const held = [];
  const sections = {};
  const raw = {};
  const lake = {};
  const feed = {};
  for (const code of codes) {
    const own = rows.filter((row) => row.code === code);
    feed[code] = Object.fromEntries(
      ['river', 'lake']
        .map((type) => [type, own.filter((row) => readingClass(row.values, type) === row.feedClass).length])
        .concat([['rows', own.length]]),
    );
    raw[code] = sectionWeeks(own, 'river');
    for (const one of holdSuspects(own))
      held.push({
        section: code,
        item: one.item,
        value: fixed(one.value, 6).replace(/0+$/, ''),
        rows: one.rows,
        from: one.from,
        to: one.to,
        worseThanVRows: own.filter((row) => row.feedClass === WORSE_THAN_V).length,
      });
    sections[code] = sectionWeeks(own, 'river');
    lake[code] = sectionWeeks(own, 'lake');
  }
  const mondays = sections[codes[0]].map(({ monday }) => monday);
  const weekOf = (source, code, monday) => source[code].find((week) => week.monday === monday);

  return {
    feedEvaluatesAs: feed,
    weeks: mondays.map((monday) => {
      const weeks = Object.fromEntries(codes.map((code) => [code, weekOf(sections, code, monday)]));
      const good = codes.filter((code) => weeks[code].class <= TARGET);
      return {
        from: monday,
        to: dayRange(monday, 6)[0],
        evaluatedOn: dayRange(monday, 7)[0],
        goodSections: good.length,
        sections: Object.fromEntries(
          codes.map((code) => [code, shown(weeks[code], monday, mondays.indexOf(monday), sections[code])]),
        ),
      };
    }),
    held: held.map((one) => {
      const week = weekOf(sections, one.section, mondays.at(-1));
      return {
        ...one,
        weekWith: fixed(weekOf(raw, one.section, mondays.at(-1)).means[one.item], DECIMALS[one.item]),
        weekWithout: fixed(week.means[one.item], DECIMALS[one.item]),
      };
    }),
    failing: failingOf(codes, sections),
    worseThanV: worseOf(codes, sections),
    dm07AsLake: lake.DM07.map((week) => CLASSES[week.class - 1]),
  };
}

function shown(week, monday, index, weeks) {
  let count = 0;
  for (const one of weeks.slice(0, index + 1)) count = one.class > TARGET ? count + 1 : 0;
  return {
    class: CLASSES[week.class - 1],
    failingCount: count,
    rows: week.rows,
    means: Object.fromEntries(Object.entries(week.means).map(([item, value]) => [item, fixed(value, DECIMALS[item])])),
    deciding: Object.entries(week.classes)
      .filter(([, value]) => value === week.class && value > TARGET)
      .map(([item]) => item),
  };
}

/** Sections failing two weeks running or more: yellow at two, an order proposed at three, until a week meets the target. */
function failingOf(codes, sections) {
  const result = [];
  for (const section of codes) {
    let count = 0;
    let open = null;
    for (const week of sections[section]) {
      const on = dayRange(week.monday, 7)[0];
      count = week.class > TARGET ? count + 1 : 0;
      if (count === WARN_AT) open = { section, yellowOn: on, order: null, count, endedOn: null };
      if (open && count > 0) open.count = count;
      if (open && count === ORDER_AT) open.order = on;
      if (open && count === 0) {
        open.endedOn = on;
        result.push(open);
        open = null;
      }
    }
    if (open) result.push(open);
  }
  return result.sort((a, b) =>
    a.yellowOn === b.yellowOn ? (a.section < b.section ? -1 : 1) : a.yellowOn < b.yellowOn ? -1 : 1,
  );
}

function worseOf(codes, sections) {
  const result = [];
  for (const section of codes) {
    let open = null;
    for (const week of sections[section]) {
      const on = dayRange(week.monday, 7)[0];
      if (week.class === WORSE_THAN_V && !open) open = { section, started: on, ended: null };
      else if (week.class < WORSE_THAN_V && open) {
        result.push({ ...open, ended: on });
        open = null;
      }
    }
    if (open) result.push(open);
  }
  return result.sort((a, b) => (a.started < b.started ? -1 : 1));
}
