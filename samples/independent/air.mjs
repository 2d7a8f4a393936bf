/**
 * Air statistics of the sample, written from the standards and independent of the product's own kernels.
 * Integers throughout: µg/m³ as they are, CO in tenths of mg/m³. HJ 633-2026, GB 3095-2026 (transition), HJ 663.
 */
import { dayRange, readSampleRows, roundHalfEven } from './arithmetic.mjs';

export const POLLUTANTS = ['so2', 'no2', 'co', 'o3', 'pm10', 'pm2_5'];

/** Breakpoints of the daily report, HJ 633-2026 table 3; CO in tenths. */
const INDEX = [0, 50, 100, 150, 200, 300, 400, 500];
const BREAKPOINTS = {
  so2: [0, 50, 150, 475, 800, 1600, 2100, 2620],
  no2: [0, 40, 80, 180, 280, 565, 750, 940],
  co: [0, 20, 40, 140, 240, 360, 480, 600],
  o3: [0, 100, 160, 215, 265, 800],
  pm10: [0, 50, 120, 250, 350, 420, 500, 600],
  pm2_5: [0, 35, 60, 115, 150, 250, 350, 500],
};

/** Divisors of the composite index, GB 3095-2026 transition class 2; CO in tenths. */
const COMPOSITE = { so2: 60, no2: 40, co: 40, o3: 160, pm10: 60, pm2_5: 30 };

/** Sub-index of one daily concentration, rounded up; above the table 500, O3 above 800 counts 300. */
export function subIndex(pollutant, value) {
  const points = BREAKPOINTS[pollutant];
  for (let i = 1; i < points.length; i += 1) {
    if (value <= points[i]) {
      const span = points[i] - points[i - 1];
      return INDEX[i - 1] + Math.ceil(((INDEX[i] - INDEX[i - 1]) * (value - points[i - 1])) / span);
    }
  }
  return pollutant === 'o3' ? 300 : 500;
}

/** AQI of a day: needs all six, or a value above 100 (HJ 633-2026 5.3.1). Null where it is withheld. */
export function dayIndex(day) {
  let aqi = 0;
  let complete = true;
  for (const pollutant of POLLUTANTS) {
    if (day[pollutant] === null || day[pollutant] === undefined) complete = false;
    else aqi = Math.max(aqi, subIndex(pollutant, day[pollutant]));
  }
  if (!complete && aqi <= 100) return { aqi: null, primary: [] };
  const primary = aqi > 50 ? POLLUTANTS.filter((p) => typeof day[p] === 'number' && subIndex(p, day[p]) === aqi) : [];
  return { aqi, primary };
}

/** Hours of a file as code → "YYYY-MM-DD" → hour 1..24 → pollutant → integer. The label is the hour's end. */
export function readHours(files) {
  const hours = new Map();
  for (const file of files) {
    for (const row of readSampleRows(file)) {
      const [label, clock] = row.time.split(' ');
      let day = label;
      let hour = Number(clock.slice(0, 2));
      if (hour === 0) {
        day = dayRange(day, -1)[0];
        hour = 24;
      }
      const values = {};
      for (const pollutant of POLLUTANTS) {
        const text = row[pollutant];
        if (/^\d+(\.\d)?$/.test(text)) values[pollutant] = Math.round(Number(text) * (pollutant === 'co' ? 10 : 1));
        else if (!['', 'NA', '--', '/'].includes(text)) throw new Error(`${file}: unread value "${text}"`);
      }
      if (!hours.has(row.code)) hours.set(row.code, new Map());
      const days = hours.get(row.code);
      if (!days.has(day)) days.set(day, new Map());
      days.get(day).set(hour, values);
    }
  }
  return hours;
}

/** The day's six statistics of one station; a pollutant without enough hours is null. */
export function stationDay(days, day) {
  const today = days.get(day);
  const before = days.get(dayRange(day, -1)[0]);
  const at = (hour, pollutant) => (hour >= 1 ? today?.get(hour) : before?.get(hour + 24))?.[pollutant];
  const result = {};
  for (const pollutant of POLLUTANTS) {
    if (pollutant === 'o3') continue;
    const values = [];
    for (let hour = 1; hour <= 24; hour += 1) {
      const value = at(hour, pollutant);
      if (value !== undefined) values.push(value);
    }
    result[pollutant] = values.length >= 20 ? mean(values) : null;
  }
  const windows = [];
  for (let end = 8; end <= 24; end += 1) {
    const values = [];
    for (let hour = end - 7; hour <= end; hour += 1) {
      const value = at(hour, 'o3');
      if (value !== undefined) values.push(value);
    }
    if (values.length >= 6) windows.push(mean(values));
  }
  const highest = windows.length > 0 ? Math.max(...windows) : null;
  result.o3 = highest !== null && (windows.length >= 14 || highest > 160) ? highest : null;
  return result;
}

/** Mean of the valid stations per pollutant: 75 % of them, half where there are fewer than four (HJ 663 6.1.4). */
export function areaDay(stationDays) {
  const count = stationDays.length;
  const needed = count < 4 ? Math.ceil(count / 2) : Math.ceil((count * 3) / 4);
  const result = {};
  for (const pollutant of POLLUTANTS) {
    const values = stationDays.map((day) => day[pollutant]).filter((value) => value !== null);
    result[pollutant] = values.length >= needed ? mean(values) : null;
  }
  return result;
}

/** The month of an area: rounded statistics, composite index in hundredths, good and valid days. */
export function areaMonth(dayValues, minimumDays) {
  const statistics = {};
  const validDays = {};
  for (const pollutant of POLLUTANTS) {
    const values = dayValues.map((day) => day[pollutant]).filter((value) => value !== null);
    validDays[pollutant] = values.length;
    if (values.length === 0) statistics[pollutant] = null;
    else if (pollutant === 'co') statistics.co = percentile(values, 95);
    else if (pollutant === 'o3') statistics.o3 = percentile(values, 90);
    else statistics[pollutant] = mean(values);
  }
  const short = POLLUTANTS.filter((pollutant) => validDays[pollutant] < minimumDays);
  const complete = POLLUTANTS.every((pollutant) => statistics[pollutant] !== null);
  const indices = dayValues.map((day) => dayIndex(day).aqi).filter((aqi) => aqi !== null);
  return {
    statistics,
    validDays,
    insufficient: short,
    composite: complete ? composite(statistics) : null,
    evaluatedDays: indices.length,
    goodDays: indices.filter((aqi) => aqi <= 100).length,
  };
}

/** Sum of value over limit, in hundredths, rounded half to even once. */
function composite(statistics) {
  const common = 480n;
  let sum = 0n;
  for (const pollutant of POLLUTANTS) sum += (BigInt(statistics[pollutant]) * common) / BigInt(COMPOSITE[pollutant]);
  return roundHalfEven(sum * 100n, common);
}

function mean(values) {
  return roundHalfEven(BigInt(values.reduce((sum, value) => sum + value, 0)), BigInt(values.length));
}

/** HJ 663 A.6: k = 1 + (n − 1) p / 100, linear between neighbours, rounded once. */
function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  const scaled = (sorted.length - 1) * p;
  const index = Math.floor(scaled / 100);
  const rest = scaled % 100;
  const low = sorted[index];
  const high = sorted[Math.min(index + 1, sorted.length - 1)];
  return roundHalfEven(BigInt(low * 100 + (high - low) * rest), 100n);
}
