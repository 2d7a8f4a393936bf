import { must, type RunningSystem } from './running-system.js';

export const DIRECTOR = 'office.director';
export const CLERK = 'office.clerk';
export const LIAISON = 'area.liaison';

const UNITS = [
  ['office', '示例市生环委办', 'ECO_COMMITTEE_OFFICE'],
  ['bureau', '示例市生态环境局', 'ECO_BUREAU'],
  ['area', '示例甲区', 'COUNTY_GOVERNMENT'],
] as const;
/** Account (and post) with its unit, the kind of its post, its title, the role and the unit the role reaches. */
const PEOPLE = [
  [DIRECTOR, 'office', 'office-director', '主任', 'office-director', 'city'],
  [CLERK, 'office', 'office-clerk', '经办人', 'office-clerk', 'city'],
  [LIAISON, 'area', 'liaison', '联络员', 'unit-clerk', 'area'],
] as const;

/** An office with a director and a clerk, and an area with a liaison: enough for a paper to be signed, issued and received. */
export const makeSmallCity = async (system: RunningSystem): Promise<void> => {
  const put = (noun: string, id: string, state: object) =>
    must(system.call('admin', 'PUT', `/api/${noun}/${id}`, { ...state, expectedVersion: 0 }));
  for (const [id, name, type] of UNITS)
    await put('units', id, { name, shortName: name, type, parentId: 'city', external: false, areaId: null });
  await put('calendars', '2026', { year: 2026, official: true, papers: [], days: [] });
  for (const [id, unitId, kind, title, roleId, reach] of PEOPLE) {
    const personId = `p.${id}`;
    await put('people', personId, { name: `示例${title}`, accountId: null, email: null });
    const holders = [{ personId, acting: false, from: '2026-01-01', to: null }];
    await put('posts', id, { unitId, title, kind, holders });
    await must(
      system.call('admin', 'POST', '/api/accounts', {
        userName: id,
        displayName: `示例${title}`,
        personId,
        password: system.password,
        mustChange: false,
        roles: [{ roleId, unitId: reach }],
      }),
    );
  }
};

export const LETTER_TITLE = '关于裸土覆盖的黄色预警提示函';

const figure = (id: string, label: string, value: string): object => ({
  id,
  label,
  definition: label,
  cutoff: '2026-04-30',
  value,
  unit: '%',
  state: 'confirmed',
  takenFrom: '现场检查记录',
});

/** A yellow letter with nothing left to fill in, sent for signature by the clerk; returns its id. */
export const draftLetter = async (system: RunningSystem): Promise<string> => {
  const drafted = await must<{ actId: string }>(
    system.call('office.clerk', 'POST', '/api/acts', {
      kind: 'warning-yellow',
      addresseeUnitId: 'area',
      addresseePostIds: [LIAISON],
      matterTitle: '裸土覆盖',
      parameters: {
        sourceName: '日常巡查',
        cutoff: '2026-04-30T05:00:00.000Z',
        factsText: '两处工地未按要求覆盖裸土',
        comparisons: [
          {
            item: '覆盖率',
            planned: { text: '100%', figureId: 'planned' },
            actual: { text: '60%', figureId: 'actual' },
            gap: '低40个百分点',
          },
        ],
        dataState: 'confirmed',
        basis: '示例办法第一条',
        replyDue: '收文后5个工作日内',
        exitWeeks: 2,
        responsibleLeader: '甲区分管负责人',
        contactUnit: '示例市生环委办',
        contactName: '值班岗',
        contactPhone: '0000-0000000',
        deadline: '2026-05-29',
      },
      figures: [figure('planned', '计划覆盖率', '100'), figure('actual', '实际覆盖率', '60')],
    }),
  );
  return drafted.actId;
};
