import type { ReadColumn } from '#libs/documents/read-sheet.js';

export const UNIT_COLUMNS: readonly ReadColumn[] = [
  { key: 'id', header: '单位编码', required: true, longest: 60 },
  { key: 'name', header: '单位名称', required: true, longest: 200 },
  { key: 'shortName', header: '简称', longest: 60, optionalColumn: true },
  { key: 'type', header: '单位类型', required: true, longest: 60 },
  { key: 'parentId', header: '上级单位编码', required: true, longest: 60 },
  { key: 'external', header: '外部单位', type: 'choice', choices: { 是: 'yes', 否: 'no' }, optionalColumn: true },
];

export const ACCOUNT_COLUMNS: readonly ReadColumn[] = [
  { key: 'userName', header: '用户名', required: true, longest: 60 },
  { key: 'displayName', header: '显示名称', required: true, longest: 100 },
  { key: 'personId', header: '人员编码', longest: 60, optionalColumn: true },
  { key: 'roleId', header: '角色', required: true, longest: 60 },
  { key: 'unitId', header: '授权单位编码', required: true, longest: 60 },
];
