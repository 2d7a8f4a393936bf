/** Units, posts, people, accounts and duties of the invented city. Everything is named by function. */

export const CITY = 'city';
export const AREAS = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter, index) => ({
  unit: `area-${letter}`,
  stem: '甲乙丙丁戊己'[index],
  code: `99010${index + 1}`,
}));
const TOWN_STEMS = ['一', '二', '三', '四'];
export const TOWNS = AREAS.flatMap((area) =>
  TOWN_STEMS.map((stem, index) => ({
    unit: `${area.unit}-t${index + 1}`,
    name: `${area.stem}${stem}${index < 2 ? '街道' : '镇'}`,
    code: `${area.code}00${index + 1}`,
    area,
  })),
);

const DEPARTMENTS = [
  ['eco-bureau', '示例市生态环境局', 'ECO_BUREAU'],
  ['supervision-office', '示例市政府督查室', 'SUPERVISION_OFFICE'],
  ['finance', '示例市财政局', 'FINANCE_BUREAU'],
  ['housing', '示例市住房和城乡建设局', 'LINE_DEPARTMENT'],
  ['transport', '示例市交通运输局', 'LINE_DEPARTMENT'],
  ['water', '示例市水利局', 'LINE_DEPARTMENT'],
  ['urban-management', '示例市综合行政执法局', 'LINE_DEPARTMENT'],
  ['agriculture', '示例市农业农村局', 'LINE_DEPARTMENT'],
  ['police', '示例市公安局', 'LINE_DEPARTMENT'],
  ['market', '示例市市场监督管理局', 'LINE_DEPARTMENT'],
  ['industry', '示例市经济和信息化局', 'LINE_DEPARTMENT'],
  ['commerce', '示例市商务局', 'LINE_DEPARTMENT'],
  ['reform', '示例市发展和改革委员会', 'LINE_DEPARTMENT'],
  ['natural-resources', '示例市自然资源局', 'LINE_DEPARTMENT'],
];

export const units = [
  { id: CITY, name: '示例市', shortName: '示例市', type: 'AREA_ROOT', parent: null, area: '990100' },
  {
    id: 'city-committee',
    name: '示例市委',
    shortName: '市委',
    type: 'DISTRICT_PARTY_COMMITTEE',
    parent: CITY,
    area: '990100',
  },
  {
    id: 'city-government',
    name: '示例市人民政府',
    shortName: '市政府',
    type: 'DISTRICT_GOVERNMENT',
    parent: CITY,
    area: '990100',
  },
  {
    id: 'eco-committee',
    name: '示例市生态环境保护委员会',
    shortName: '市生环委',
    type: 'ECO_COMMITTEE',
    parent: CITY,
    area: '990100',
  },
  {
    id: 'eco-office',
    name: '示例市生环委办',
    shortName: '市生环委办',
    type: 'ECO_COMMITTEE_OFFICE',
    parent: 'eco-committee',
    area: '990100',
    host: 'eco-bureau',
  },
  ...DEPARTMENTS.map(([id, name, type]) => ({
    id,
    name,
    shortName: name.replace('示例市', '市'),
    type,
    parent: CITY,
    area: '990100',
  })),
  ...AREAS.map(({ unit, stem, code }) => ({
    id: unit,
    name: `示例市${stem}区人民政府`,
    shortName: `${stem}区`,
    type: 'COUNTY_GOVERNMENT',
    parent: CITY,
    area: code,
  })),
  ...TOWNS.map(({ unit, name, code, area }) => ({
    id: unit,
    name: `示例市${area.stem}区${name}`,
    shortName: name,
    type: 'TOWNSHIP',
    parent: area.unit,
    area: code,
  })),
  {
    id: 'enterprise-1',
    name: '示例企业一',
    shortName: '示例企业一',
    type: 'REGULATED_ENTITY',
    parent: 'area-b-t1',
    area: '990102001',
  },
  {
    id: 'upper-lead',
    name: '省级牵头督导单位',
    shortName: '省级督导单位',
    type: 'UPPER_SUPERVISING_UNIT',
    parent: null,
    area: null,
    external: true,
  },
].map((unit) => ({ external: false, from: '2026-01-01', to: null, basis: '示例机构设置表', ...unit }));

/** Titles by what a unit is called: a bureau has a 局长, a commission and an office a 主任. */
const officialsOf = (head, deputy, contact = '办公室主任') => [
  ['principal', head, 'principal'],
  ['deputy', deputy, 'deputy'],
  ['liaison', contact, 'liaison'],
];
const BUREAU = officialsOf('局长', '副局长');
const INSPECTORS = [
  ['inspector-1', '督查科科长', 'inspector'],
  ['inspector-2', '督查科科员', 'inspector'],
];
const POSTS = {
  'city-committee': [['secretary', '市委书记', 'secretary']],
  'city-government': [
    ['head', '市长', 'head'],
    ['leader-in-charge', '分管副市长', 'leader-in-charge'],
  ],
  'eco-committee': [['deputy-director', '市生环委副主任', 'committee-deputy-director']],
  'eco-office': [
    ['director', '市生环委办主任', 'director'],
    ['clerk', '督办科科员', 'clerk'],
  ],
  'eco-bureau': [...BUREAU, ...INSPECTORS, ['monitoring', '监测科科长', 'monitoring']],
  'supervision-office': [...officialsOf('主任', '副主任', '综合科科长'), ...INSPECTORS],
  reform: [...officialsOf('主任', '副主任'), ...INSPECTORS],
  'upper-lead': [['reviewer', '督察一处处长', 'reviewer'], ...INSPECTORS],
  'enterprise-1': [
    ['principal', '总经理', 'principal'],
    ['liaison', '安全环保部经理', 'liaison'],
  ],
};

function postsOf(unit) {
  if (POSTS[unit.id]) return POSTS[unit.id];
  if (unit.type === 'LINE_DEPARTMENT') return [...BUREAU, ...INSPECTORS];
  if (unit.type === 'COUNTY_GOVERNMENT')
    return [
      ['party-head', '区委书记', 'principal'],
      ['government-head', '区长', 'principal'],
      ['deputy', '副区长', 'deputy'],
      ['liaison', '生环委办副主任', 'liaison'],
    ];
  if (unit.type === 'AREA_ROOT') return [];
  if (unit.type === 'TOWNSHIP')
    return unit.name.endsWith('街道')
      ? officialsOf('办事处主任', '办事处副主任', '生态环境办主任')
      : officialsOf('镇长', '副镇长', '生态环境办主任');
  return BUREAU;
}

export const posts = units.flatMap((unit) =>
  postsOf(unit).map(([code, title, kind]) => ({ id: `${unit.id}.${code}`, unit: unit.id, title, kind })),
);

/**
 * A person is known by the post alone: `示例市财政局办公室主任`; a title that names the city needs no unit before it, and a
 * head of a government goes by the place: `示例市丁区区长`.
 */
const nameOf = ({ unit, title }) => {
  if (unit === 'city-government') return `示例市${title}`;
  const { name } = units.find(({ id }) => id === unit);
  return title.startsWith('市') ? `示例${title}` : `${name.replace(/人民政府$/, '')}${title}`;
};
export const people = posts.map((post) => ({
  id: `p.${post.id}`,
  name: nameOf(post),
  holds: [{ post: post.id, acting: false, from: '2026-01-01', to: null }],
}));

/** Roles by what they do; the scope is the unit and what is below it. */
const ROLE_OF_KIND = {
  secretary: ['secretary', CITY],
  head: ['head', CITY],
  'leader-in-charge': ['leader-in-charge', CITY],
  'committee-deputy-director': ['committee-deputy-director', CITY],
  director: ['office-director', CITY],
  clerk: ['office-clerk', CITY],
  monitoring: ['monitoring-operator', CITY],
  reviewer: ['upper-reviewer', CITY],
};
const OWN_ROLES = { principal: 'unit-leader', deputy: 'unit-leader', liaison: 'unit-liaison', inspector: 'inspector' };

function rolesOf(post) {
  const wide = ROLE_OF_KIND[post.kind];
  if (wide) return [{ role: wide[0], scope: wide[1] }];
  const roles = [{ role: OWN_ROLES[post.kind], scope: post.unit }];
  const unit = units.find(({ id }) => id === post.unit);
  const judges = unit.external || ['ECO_BUREAU', 'SUPERVISION_OFFICE', 'LINE_DEPARTMENT'].includes(unit.type);
  if (judges && ['inspector', 'deputy', 'liaison'].includes(post.kind))
    roles.push({ role: 'supervising-unit', scope: CITY });
  if (judges && post.kind === 'deputy') roles.push({ role: 'acceptance-unit', scope: CITY });
  if (unit.type === 'FINANCE_BUREAU' && post.kind !== 'principal') roles.push({ role: 'finance-clerk', scope: CITY });
  if (unit.type === 'REGULATED_ENTITY') return [{ role: 'enterprise', scope: post.unit }];
  return roles;
}

/** People who sign in. Of the towns one liaison each; principals of departments and towns have no account. */
function signsIn(post) {
  const unit = units.find(({ id }) => id === post.unit);
  if (unit.type === 'TOWNSHIP') return post.kind === 'liaison' && post.unit.endsWith('-t1');
  if (['LINE_DEPARTMENT', 'FINANCE_BUREAU'].includes(unit.type)) return post.kind !== 'principal';
  return true;
}

export const accounts = [
  ...posts.filter(signsIn).map((post) => ({
    userName: post.id,
    person: `p.${post.id}`,
    posts: [post.id],
    roles: rolesOf(post),
    kind: 'person',
  })),
  {
    userName: 'feed.air',
    person: null,
    posts: [],
    roles: [{ role: 'feed', scope: CITY }],
    kind: 'token',
    layouts: ['national-hourly', 'reviewed-hourly'],
  },
  {
    userName: 'feed.water',
    person: null,
    posts: [],
    roles: [{ role: 'feed', scope: CITY }],
    kind: 'token',
    layouts: ['sections'],
  },
];

/** Category, its name, lead, cooperating, supervising. A county-level item keeps the category's lead as its supervisor. */
const DUTIES = [
  ['air.building-dust', '建筑工地扬尘', 'housing', ['urban-management']],
  ['air.road-dust', '道路扬尘', 'urban-management', ['transport']],
  ['air.port-dust', '港口码头扬尘', 'transport', ['housing']],
  ['air.catering-fume', '餐饮油烟', 'urban-management', ['market']],
  ['air.voc', '挥发性有机物（工业）', 'industry', ['market']],
  ['air.vehicle-repair', '汽修喷涂', 'transport', ['market']],
  ['air.solvent-work', '露天溶剂作业', 'urban-management', ['housing']],
  ['air.oil-vapour', '油气回收', 'commerce', ['market']],
  ['air.vehicle', '柴油货车', 'transport', ['police']],
  ['air.boiler', '锅炉', 'industry', ['market']],
  ['air.grading', '重点行业绩效分级', 'industry', []],
  ['air.straw', '秸秆焚烧与利用', 'agriculture', ['police']],
  ['air.machinery', '非道路移动机械', 'eco-bureau', ['housing']],
  ['air.ambient', '环境空气质量', 'eco-bureau', []],
  ['water.outfall', '入河排污口', 'water', ['agriculture']],
  ['water.sewage', '污水管网与处理厂', 'housing', ['urban-management']],
  ['water.river', '河湖管护', 'water', ['agriculture']],
  ['water.industrial', '工业废水', 'industry', []],
  ['water.livestock', '畜禽养殖', 'agriculture', []],
  ['water.aquaculture', '水产养殖尾水', 'agriculture', []],
  ['water.rural-sewage', '农村生活污水', 'housing', ['agriculture']],
  ['water.source', '饮用水水源地', 'eco-bureau', []],
  ['water.ship', '船舶污染物', 'transport', []],
  ['water.section', '断面水质', 'eco-bureau', ['water']],
  ['water.outlet', '企业排放口', 'eco-bureau', []],
  ['solid-waste.hazardous', '危险废物', 'eco-bureau', []],
  ['solid-waste.construction', '建筑垃圾', 'urban-management', ['natural-resources']],
  ['solid-waste.farm', '农业废弃物', 'agriculture', []],
  ['ecology.mine', '矿山生态修复', 'natural-resources', []],
  ['facilities.monitoring', '自动监控', 'eco-bureau', []],
  ['funds', '资金执行', 'finance', []],
];
export const duties = DUTIES.map(([category, name, lead, cooperating], index) => ({
  id: `duty-${String(index + 1).padStart(2, '0')}`,
  category,
  name,
  lead,
  cooperating,
  supervising: lead === 'eco-bureau' ? 'supervision-office' : 'eco-bureau',
  territorial: '属地乡镇（街道）',
  basisDoc: '示例办〔2026〕1号生态环境保护责任清单',
  from: '2026-01-01',
  to: null,
}));
