/** What records of the evidence chain are called by their ids, so that one not read yet is called as it will be. */
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { currentLanguage, type Named } from '../i18n.js';
import { termText } from '../reference/terms.js';
import { minuteText } from '../shell/time.js';

export interface RecordTitle {
  readonly title: string;
  /** Day, month or minute of the district's clock. */
  readonly when: string;
}

/** Words the service of the monitoring ends its titles with. */
const WORDS = {
  hour: { zh: '小时值', en: 'hourly values' },
  dayReport: { zh: '日评价', en: 'daily evaluation' },
  values: { zh: '监测值', en: 'measured values' },
  monthMean: { zh: '月均值', en: 'monthly mean' },
  outletHour: { zh: '小时均值', en: 'hourly mean' },
  sourceSample: { zh: '水源样品', en: 'source sample' },
  outletSample: { zh: '出厂水样品', en: 'sample of finished water' },
  plantDay: { zh: '运行日报', en: 'plant day' },
  beyond: { zh: '超标', en: 'beyond its limit' },
  packet: { zh: '原始报文', en: 'raw packet' },
} as const satisfies Readonly<Record<string, Named>>;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const HOUR_OF_DAY = /^(\d{4}-\d{2}-\d{2})T(\d{2})$/;

/** An instant in the district's minutes; `2026-05-01T13`, an hour of a day of a section, by its end; days and months as they are. */
const whenText = (part: string): string =>
  INSTANT.test(part) && !Number.isNaN(Date.parse(part)) ? minuteText(part) : part.replace(HOUR_OF_DAY, '$1 $2:00');

const named = (word: Named): string => word[currentLanguage()];
const factorText = (code: string): string => termText(factorName(code));

/**
 * Title and time of a record whose id is made of what identifies it (`DM03~2026-07-26T17:00:00.000Z`); null for kinds with
 * ids of their own. A code may hold `~`, so the parts around it are cut off from the ends.
 */
export const titleOfId = (kind: string, id: string): RecordTitle | null => {
  const parts = id.split('~');
  const last = parts.at(-1)!;
  const subject = parts.slice(0, -1).join('~');
  const titled = (word: Named): RecordTitle | null =>
    subject === '' ? null : { title: `${subject} ${named(word)}`, when: whenText(last) };
  switch (kind) {
    case 'station-hour':
      return titled(WORDS.hour);
    case 'station-day':
      return titled(WORDS.dayReport);
    case 'section-row':
    case 'section-day':
      return titled(WORDS.values);
    case 'section-month':
      return titled(WORDS.monthMean);
    case 'plant-day':
      return titled(WORDS.plantDay);
    case 'black-water':
      return subject === '' ? null : { title: subject, when: last };
    case 'outlet-hour': {
      const [outlet, factor] = [parts.slice(0, -2).join('~'), parts.at(-2)];
      return outlet === '' || !factor
        ? null
        : { title: `${outlet} ${factorText(factor)} ${named(WORDS.outletHour)}`, when: whenText(last) };
    }
    case 'source-result': {
      const [source, what] = [parts.slice(0, -2).join('~'), parts.at(-2)];
      const word = what === 'source' ? WORDS.sourceSample : what === 'outlet' ? WORDS.outletSample : null;
      return source === '' || word === null ? null : { title: `${source} ${named(word)}`, when: last };
    }
    case 'black-water-sample': {
      const [water, point] = [parts.slice(0, -2).join('~'), parts.at(-2)];
      return water === '' || !point ? null : { title: `${water} ${point}`, when: last };
    }
    case 'reading': {
      const [code, at] = [parts.slice(1, -3).join('~'), parts.at(-2)];
      return code === '' || !at ? null : { title: `${code} ${factorText(last)}`, when: whenText(at) };
    }
    case 'packet':
      return { title: `${named(WORDS.packet)} ${id}`, when: '' };
    default:
      return null;
  }
};

/** A title a service gave in Chinese, its ending in the language of the page. */
export const titleText = (title: string): string => {
  if (currentLanguage() === 'zh') return title;
  const ending = Object.values(WORDS).find(({ zh }) => title.endsWith(` ${zh}`));
  if (!ending) return title;
  return [...title.split(' ').slice(0, -1).map(termText), ending.en].join(' ');
};
