import type { Texts } from '../../texts/shape.js';

/** What is measured now. */
export const nowZh = {
  leadAir: '{{all}}个空气站中{{measured}}个有今昨两日的数据，其中最近一小时{{above}}个超标；',
  leadWater: '已评价的{{evaluated}}个断面中{{missed}}个未达目标。',
  mapLabel: '地图：{{stations}}个空气站，{{sections}}个水质断面，{{outlets}}个排放口',
  mapHelp:
    '圆点为空气站（按AQI着色），三角为水质断面（按周类别着色），菱形为排放口（红色为超标，绿色为达标），灰色为没有今昨两日的数据或本周未评价；点击打开，滚轮缩放。',
  stations: '空气站',
  stationsAside: '最近一小时；首要污染物加粗；CO单位为mg/m³，其余为µg/m³',
  sections: '水质断面',
  sectionsAside: '最近一周的评价',
  noStations: '还没有登记空气站',
  noSections: '还没有登记水质断面',
} as const;

export const nowEn: Texts<typeof nowZh> = {
  leadAir:
    '{{measured}} of {{all}} air stations have data of today or yesterday, {{above}} above the standard in the newest hour; ',
  leadWater: 'of {{evaluated}} sections evaluated {{missed}} miss their target.',
  mapLabel: 'Map: {{stations}} air stations, {{sections}} water sections, {{outlets}} outlets',
  mapHelp:
    'Circles are air stations (coloured by AQI), triangles water sections (by class of the week), diamonds outlets (red beyond, green within their limits), grey has none of today or yesterday, or no class; click to open, scroll to zoom.',
  stations: 'Air stations',
  stationsAside: 'The newest hour; primary pollutants in bold; CO in mg/m³, all others in µg/m³',
  sections: 'Water sections',
  sectionsAside: 'The newest week evaluated',
  noStations: 'No air station is registered yet',
  noSections: 'No water section is registered yet',
};
