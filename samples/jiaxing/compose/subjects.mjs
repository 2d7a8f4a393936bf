/** What is watched: stations, sections, the invented outlet, and the devices that speak for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeIn } from './places.mjs';
import { SAMPLE } from './write.mjs';
import { AREAS } from './units.mjs';

const mapping = JSON.parse(readFileSync(join(SAMPLE, 'mapping.json'), 'utf8'));
const unitOf = (areaCode) => AREAS.find(({ code }) => code === areaCode).unit;
const answers = (unit, share, basis, from = '2026-01-01') => ({ unit, sharePerMille: share, basis, from, to: null });

export const AIR_BASIS = '示例办〔2026〕2号环境空气质量目标责任书';
export const WATER_BASIS = '示例办〔2026〕3号断面水质目标责任书';
const POINTS_BASIS = '示例环监〔2026〕2号环境空气质量评价点位名录';

const air = (station, index, level) => {
  const town = `${station.area}00${(index % 4) + 1}`;
  const unknown = station.code === 'ST17';
  return {
    id: station.code,
    kind: 'station',
    name: station.name,
    level,
    area: town,
    position: placeIn(town, Number(station.code.slice(2))),
    door: level === 'national' ? 'feed' : 'hj212',
    network: 'air',
    silenceAfterHours: 24,
    evaluationPoint: unknown
      ? { status: 'unknown', basis: null, from: null }
      : { status: 'yes', basis: POINTS_BASIS, from: '2026-01-01' },
    answersFor: [answers(unitOf(station.area), 1000, AIR_BASIS)],
    note: level === 'national' ? '逐小时接入' : '由公开小时值重编码',
  };
};

/** Border sections are answered for by two areas. */
const SHARED = {
  DM01: [
    ['area-a', 700],
    ['area-f', 300],
  ],
  DM04: [
    ['area-b', 600],
    ['area-e', 400],
  ],
};

/** Invented waters: river, basin, place along the river from upstream. Who shares a section lies upstream of it. */
const RIVERS = {
  示例河1: { basin: '示例流域1', sections: ['DM02', 'DM01', 'DM07'] },
  示例河2: { basin: '示例流域1', sections: ['DM05', 'DM03'] },
  示例河3: { basin: '示例流域2', sections: ['DM06', 'DM04'] },
  示例河4: { basin: '示例流域2', sections: ['DM09', 'DM08'] },
};
const courseOf = (code) => {
  const [river, { basin, sections }] = Object.entries(RIVERS).find(([, { sections: along }]) => along.includes(code));
  return { river, basin, order: sections.indexOf(code) + 1 };
};

export const subjects = [
  ...mapping.airNational.stations.map((station, index) => air(station, index, 'national')),
  ...mapping.airCounty.stations.map((station, index) => air(station, index, 'county')),
  ...mapping.water.sections.map((section, index) => {
    const town = `${section.area}00${(index % 4) + 1}`;
    return {
      id: section.code,
      kind: 'section',
      name: section.name,
      area: town,
      position: placeIn(town, 20 + index),
      door: 'feed',
      network: 'water',
      silenceAfterHours: null,
      water: { type: 'river', target: 3, targetName: 'Ⅲ', basis: WATER_BASIS, ...courseOf(section.code) },
      answersFor: (SHARED[section.code] ?? [[unitOf(section.area), 1000]]).map(([unit, share]) =>
        answers(unit, share, WATER_BASIS),
      ),
      note: section.code === 'DM07' ? '湖荡断面，按名录登记为河流型，与上级发布口径一致，总磷执行河流限值' : '',
    };
  }),
  {
    id: 'OUT01',
    kind: 'outlet',
    name: '示例企业一污水总排口',
    area: '990102001',
    position: placeIn('990102001', 41),
    door: 'hj212',
    network: 'outlet',
    silenceAfterHours: 24,
    owner: 'enterprise-1',
    limits: [{ factor: 'w01018', statistic: 'hour-mean', limit: '50', unit: 'mg/L', basis: '示例排污许可证9901021号' }],
    answersFor: [answers('area-b', 1000, '示例办〔2026〕1号生态环境保护责任清单')],
    note: '虚构',
  },
  {
    id: 'OUT02',
    kind: 'outlet',
    name: '示例污水处理厂总排口',
    area: '990105002',
    position: placeIn('990105002', 42),
    door: null,
    network: 'sewage',
    silenceAfterHours: null,
    owner: 'housing',
    limits: [],
    answersFor: [answers('area-e', 1000, '示例办〔2026〕1号生态环境保护责任清单')],
    note: '虚构，按日报送，无在线设备',
  },
];

const AIR_UNITS = {
  a21026: 'µg/m³',
  a21004: 'µg/m³',
  a21005: 'mg/m³',
  a05024: 'µg/m³',
  a34002: 'µg/m³',
  a34004: 'µg/m³',
};
const OUTLET_UNITS = { w00000: 'L/s', w01001: '', w01018: 'mg/L', w21003: 'mg/L' };
const mnOf = (head, number) => `${head}${String(number).padStart(24 - head.length, '0')}`;

export const devices = [
  ...mapping.airCounty.stations.map((station) => ({
    id: `DEV-${station.code}`,
    subject: { kind: 'station', id: station.code },
    mn: mnOf('A22F', Number(station.code.slice(2))),
    systemCode: '22',
    password: `22${String(Number(station.code.slice(2))).padStart(4, '0')}`,
    protocol: 'HJ212-2017',
    commands: ['2061'],
    profile: { hourLabelOffsetMinutes: 60, units: AIR_UNITS },
    columns: { so2: 'a21026', no2: 'a21004', co: 'a21005', o3: 'a05024', pm10: 'a34002', pm2_5: 'a34004' },
    missingMark: 'B',
    silenceAfterHours: 24,
  })),
  {
    id: 'DEV-OUT01',
    subject: { kind: 'outlet', id: 'OUT01' },
    mn: mnOf('B32F', 1),
    systemCode: '32',
    password: '320001',
    protocol: 'HJ212-2017',
    commands: ['2011', '2051', '2061'],
    profile: { hourLabelOffsetMinutes: 60, units: OUTLET_UNITS },
    columns: { flow: 'w00000', ph: 'w01001', cod: 'w01018', nh3n: 'w21003' },
    missingMark: 'B',
    silenceAfterHours: 24,
  },
];
