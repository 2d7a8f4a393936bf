/**
 * Checks the sample city: every reference resolves, every problem walks its lifecycle by those who may, acts follow their
 * order, nothing happens on days off, and no record but T-07 lags at any cut-off. Fails with a list of what is wrong.
 *
 * node samples/independent/consistency.mjs [--print]
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSampleJson, readSampleRows, SAMPLE, workingCalendar } from './arithmetic.mjs';
import { actFaults } from './check-acts.mjs';
import { lifecycleFaults } from './check-lifecycle.mjs';
import { expected } from './expected.mjs';
import { lag, rates, replay, standing, thursdays } from './ledger.mjs';

const faults = [];
const check = (holds, message) => {
  if (!holds) faults.push(message);
};

const city = Object.fromEntries(
  [
    'units',
    'posts',
    'people',
    'accounts',
    'duties',
    'areas',
    'subjects',
    'devices',
    'lists',
    'records',
    'projects',
  ].map((name) => [name, readSampleJson(`city/${name}.json`)]),
);
const script = readSampleJson('script.json');
const ids = Object.fromEntries(
  Object.entries(city).map(([name, rows]) => [name, new Set(rows.map((row) => row.id ?? row.userName))]),
);
const known = (name, value, where) => check(value === null || ids[name].has(value), `${where}: no ${name} ${value}`);

checkReferences();
checkPlaces();
checkRecords();
checkActions();
checkNames();
for (const fault of lifecycleFaults(city, script)) faults.push(fault);
for (const fault of actFaults(script, workingCalendar())) faults.push(fault);
checkSeason();

for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0
    ? `consistent: ${script.actions.length} actions, ${city.records.length} records, ${city.accounts.length} accounts`
    : `${faults.length} faults`,
);
process.exit(faults.length === 0 ? 0 : 1);

function checkReferences() {
  for (const [name, rows] of Object.entries(city)) check(ids[name].size === rows.length, `${name}: an id occurs twice`);
  for (const unit of city.units) {
    known('units', unit.parent, `unit ${unit.id}`);
    known('areas', unit.area, `unit ${unit.id}`);
    if (unit.host) known('units', unit.host, `unit ${unit.id}`);
  }
  for (const post of city.posts) known('units', post.unit, `post ${post.id}`);
  for (const person of city.people) for (const { post } of person.holds) known('posts', post, `person ${person.id}`);
  const held = new Set(city.people.flatMap(({ holds }) => holds.map(({ post }) => post)));
  for (const post of city.posts) check(held.has(post.id), `post ${post.id} is vacant`);
  for (const account of city.accounts) {
    known('people', account.person, `account ${account.userName}`);
    for (const post of account.posts) known('posts', post, `account ${account.userName}`);
    for (const { scope } of account.roles) known('units', scope, `account ${account.userName}`);
    check(account.roles.length > 0, `account ${account.userName} has no role`);
  }
  for (const duty of city.duties)
    for (const unit of [duty.lead, ...duty.cooperating, duty.supervising]) known('units', unit, `duty ${duty.id}`);
  for (const area of city.areas) {
    known('areas', area.parent, `area ${area.id}`);
    known('units', area.unit, `area ${area.id}`);
  }
  for (const subject of city.subjects) {
    known('areas', subject.area, `subject ${subject.id}`);
    for (const { unit } of subject.answersFor) known('units', unit, `subject ${subject.id}`);
    const share = subject.answersFor.reduce((sum, { sharePerMille }) => sum + sharePerMille, 0);
    check(share === 1000, `subject ${subject.id}: shares make ${share}`);
  }
  for (const device of city.devices) {
    known('subjects', device.subject.id, `device ${device.id}`);
    check(/^[0-9A-F]{24}$/.test(device.mn), `device ${device.id}: MN ${device.mn}`);
    check(/^\d{6}$/.test(device.password), `device ${device.id}: password`);
  }
  check(new Set(city.devices.map(({ mn }) => mn)).size === city.devices.length, 'two devices share an MN');
  for (const { area } of readSampleJson('city/targets.json')) known('areas', area, 'target');
  const waters = readSampleJson('city/waters.json');
  const { sectionTargets, sectionPlans, sources, plants } = waters;
  for (const { section } of [...sectionTargets, ...sectionPlans]) known('subjects', section, 'waters');
  for (const { measures } of sectionPlans) {
    for (const { owner, projects } of measures) {
      known('units', owner, 'plan of a section');
      for (const project of projects) known('projects', project, 'plan of a section');
    }
  }
  for (const { id, area, answersFor } of sources) {
    known('areas', area, `source ${id}`);
    for (const { unit } of answersFor) known('units', unit, `source ${id}`);
  }
  for (const { outlet, downstream } of plants)
    for (const id of [outlet, ...downstream]) known('subjects', id, `plant ${outlet}`);
  const day = readSampleJson('script.json').clock.start.slice(0, 10);
  const dated = [...waters.sourceResults.map((one) => one.sampledOn), ...waters.plantDays.map((one) => one.day)];
  check(
    dated.every((on) => on < day),
    'waters: a day is not over when the clock starts',
  );
  const mapped = readSampleJson('mapping.json');
  const codes = [...mapped.airNational.stations, ...mapped.airCounty.stations, ...mapped.water.sections].map(
    ({ code }) => code,
  );
  for (const code of codes) known('subjects', code, 'mapping');
  for (const file of ['data/air-national-hourly.csv.gz', 'data/air-county-hourly.csv.gz', 'data/sections.csv.gz'])
    for (const code of new Set(readSampleRows(file).map((row) => row.code))) known('subjects', code, file);
  const outlet = city.subjects.find(({ kind }) => kind === 'outlet');
  known('units', outlet.owner, 'outlet');
}

function checkPlaces() {
  const inside = ([x, y], ring) => {
    let is = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) is = !is;
    }
    return is;
  };
  const { features } = readSampleJson('city/areas.geojson');
  const rings = new Map(features.map(({ properties, geometry }) => [properties.id, geometry.coordinates[0]]));
  const towns = city.areas.filter(({ level }) => level === 'town').map(({ id }) => id);
  const places = [...city.subjects, ...city.records, ...city.projects];
  for (const { id, position, area } of places) {
    check(inside(position, rings.get(area)), `${id} lies outside ${area}`);
    check(towns.filter((town) => inside(position, rings.get(town))).length === 1, `${id} lies in several towns`);
  }
  const size = (ring) =>
    ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index][0] * y - x * ring[index][1], 0) / 2;
  for (const parent of city.areas.filter(({ level }) => level !== 'town')) {
    const children = city.areas
      .filter((area) => area.parent === parent.id)
      .reduce((sum, { id }) => sum + size(rings.get(id)), 0);
    check(Math.abs(children - size(rings.get(parent.id))) < 1e-9, `parts of ${parent.id} do not fill it`);
  }
}

function checkRecords() {
  const categories = new Set(city.duties.map(({ category }) => category));
  for (const record of city.records) {
    const where = `record ${record.id}`;
    for (const field of ['lead', 'supervising', 'acceptance', 'territorial']) known('units', record[field], where);
    for (const unit of record.supporting) known('units', unit, where);
    for (const field of ['leader', 'responsible', 'contact']) known('posts', record[field], where);
    known('areas', record.area, where);
    check(categories.has(record.category), `${where}: no duty for ${record.category}`);
    check(record.supervising !== record.lead && record.acceptance !== record.lead, `${where}: lead judges itself`);
    check(
      !record.supporting.some((unit) => [record.supervising, record.acceptance].includes(unit)),
      `${where}: a helper judges`,
    );
    if ([record.lead, ...record.supporting].includes('eco-bureau'))
      check(
        ['supervision-office', 'upper-lead'].includes(record.acceptance),
        `${where}: host item accepted by ${record.acceptance}`,
      );
    check(record.milestones.reduce((sum, { weight }) => sum + weight, 0) === 100, `${where}: weights`);
    check(
      record.milestones.every(
        ({ date }, index, all) => date <= record.deadline && (index === 0 || date > all[index - 1].date),
      ),
      `${where}: milestone dates`,
    );
    check(record.milestones.at(-1).date === record.deadline, `${where}: last milestone is not the deadline`);
    for (const { list, dueAt, plannedClosureAt } of record.items) {
      known('lists', list, where);
      check(dueAt === record.deadline && plannedClosureAt > dueAt, `${where}: dates of the item`);
      check(city.lists.find(({ id }) => id === list).items.includes(record.id), `${where}: not on ${list}`);
    }
  }
  const count = (list) => city.records.filter(({ items }) => items.some((item) => item.list === list)).length;
  check(city.records.length === 40, 'forty records');
  check(count('summer-offensive-2026') === 26 && count('inspection-feedback-2026') === 16, 'lists of 26 and 16');
  check(city.records.filter(({ items }) => items.length === 2).length === 2, 'two on both lists');
}

function checkActions() {
  const days = workingCalendar();
  let before = '';
  for (const one of script.actions) {
    const where = `${one.at} ${one.action} ${one.target}`;
    check(one.at >= before, `${where}: out of order`);
    before = one.at;
    check(one.at >= script.clock.start && one.at <= script.clock.end, `${where}: outside the clock`);
    check(days.isWorking(one.at.slice(0, 10)), `${where}: a day off`);
    check(one.at.slice(11, 16) >= '08:30' && one.at.slice(11, 16) <= '18:30', `${where}: outside office hours`);
    check(ids.accounts.has(one.actor), `${where}: no account ${one.actor}`);
    check(one.door === (one.actor.startsWith('feed.') ? 'feed' : 'gateway'), `${where}: door ${one.door}`);
    for (const [field, value] of Object.entries(one.with)) {
      const values = Array.isArray(value) ? value : [value];
      if (field.endsWith('PostId') || field.endsWith('PostIds')) for (const post of values) known('posts', post, where);
      if (field.endsWith('PersonIds')) for (const person of values) known('people', person, where);
      if (field.endsWith('UnitId') || field === 'owner') for (const unit of values) known('units', unit, where);
    }
    const [head] = one.target.split(/[:/]/);
    const resolves =
      { act: true, dispatch: true, instruction: true, problem: true, task: true, held: true, month: true }[head] ??
      (ids.records.has(one.target) || ids.projects.has(one.target) || ids.subjects.has(one.target));
    check(resolves, `${where}: nothing called ${one.target}`);
  }
  const evidence = script.actions.flatMap(({ with: given }) =>
    (given.evidence ?? []).filter((file) => file.takenAt).map(({ name }) => name),
  );
  const before40 = evidence.filter((name) => name.includes('photo-before'));
  const others = evidence.filter((name) => !name.includes('photo-before'));
  check(
    new Set(others).size === others.length,
    `a photo is used twice: ${others.find((name, index) => others.indexOf(name) !== index)}`,
  );
  check(before40.length > 0, 'no photo from before');
  for (const stream of script.streams)
    check(statSync(join(SAMPLE, stream.file)).isFile(), `stream ${stream.id}: no file`);
}

/** Real names of the sources stand in mapping.json and in the data notes, nowhere else. */
function checkNames() {
  const mapping = readSampleJson('mapping.json');
  const names = [
    ...mapping.airNational.stations,
    ...mapping.airCounty.stations,
    ...mapping.water.sections,
    ...Object.values(mapping.areas),
  ]
    .flatMap(({ sourceName, sourceCode }) => [...(sourceName ?? '').split(/[（、）]/), sourceCode])
    .filter((name) => name && name.length > 1 && name !== '市区')
    .concat(['嘉兴', '浙江']);
  const allowed = ['mapping.json', join('data', 'README.md')];
  for (const file of walk(SAMPLE)) {
    if (allowed.includes(file) || file.endsWith('.gz')) continue;
    const text = readFileSync(join(SAMPLE, file), 'utf8');
    for (const name of names) check(!text.includes(name), `${file} names ${name}`);
  }
}

function walk(root, folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(root, join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Rates at the two month ends, lag at every cut-off, planned closures, tracing tasks against the hours. */
function checkSeason() {
  const histories = replay();
  const print = process.argv.includes('--print');
  for (const day of thursdays()) {
    const at = `${day}T17:00:00+08:00`;
    const rate = rates(histories, at);
    const lines = [];
    for (const history of histories) {
      const state = standing(history, at);
      const today = lag(state, day);
      if (state.id !== 'T-07') {
        check(
          today.level === 'green',
          `${day}: ${state.id} is ${today.level}, ${today.points / 1e6} points, ${today.overdueDays} days`,
        );
        const late = history.record.items.filter(({ plannedClosureAt }) => plannedClosureAt < day);
        check(
          late.length === 0 || state.closedOn !== null || state.waitingForUpper,
          `${day}: ${state.id} is past its planned closure`,
        );
      }
      if (today.points > 3e6 || today.level !== 'green')
        lines.push(`${state.id} ${today.level} ${(today.points / 1e6).toFixed(1)}`);
    }
    if (print)
      console.log(
        day,
        `due ${rate.due} completed ${rate.completed} (${rate.dueCompleted}) closed ${rate.closed}`,
        lines.join('; '),
      );
  }
  const at = (day) => rates(histories, `${day}T24:00:00+08:00`);
  const [june, july] = [at('2026-06-30'), at('2026-07-31')];
  const text = (rate) => [rate.base, rate.due, rate.completed, rate.dueCompleted, rate.closed, rate.reopened].join(' ');
  check(text(june) === '40 18 15 14 9 0', `06-30: ${text(june)}`);
  check(text(july) === '40 30 26 25 19 1', `07-31: ${text(july)}`);

  const season = expected();
  const traced = script.actions
    .filter(({ action }) => action === 'confirm-task')
    .map(({ target }) => target.replace('task:tracing/air-process/', ''));
  const areaCode = Object.fromEntries(
    city.areas.filter(({ level }) => level === 'county').map(({ id, name }) => [name[0], id]),
  );
  const wanted = [
    ...season.air.regionalDays.map(({ day }) => day),
    ...season.air.areaWarnings.map(({ area, from }) => `${areaCode[area]}/${from}`),
  ];
  check([...traced].sort().join() === [...wanted].sort().join(), 'tracing tasks differ from the warnings of the hours');
  const answering = Object.fromEntries(
    city.subjects.filter(({ kind }) => kind === 'section').map(({ id, answersFor }) => [id, answersFor[0].unit]),
  );
  for (const { section } of season.water.failing) {
    const receipt = script.actions.find(
      ({ action, target }) => action === 'sign-receipt' && target === `act:section/${section}/warning-yellow`,
    );
    check(receipt?.actor === `${answering[section]}.liaison`, `letter on ${section} is received by ${receipt?.actor}`);
  }
}
