import type { ReadColumn } from '#libs/documents/read-sheet.js';

/** Columns of an imported list of problems, by the headings people use. */
export const PROBLEM_COLUMNS: readonly ReadColumn[] = [
  { key: 'itemNo', header: '编号', otherHeaders: ['清单编号', '序号'], required: true, longest: 60 },
  { key: 'title', header: '问题名称', otherHeaders: ['事项', '问题'], required: true, longest: 200 },
  { key: 'originalText', header: '问题描述', otherHeaders: ['问题描述（原文）'], optionalColumn: true, longest: 4000 },
  { key: 'category', header: '问题类别', otherHeaders: ['类别'], required: true, longest: 120 },
  {
    key: 'timeCategory',
    header: '整改类型',
    type: 'choice',
    required: true,
    choices: { 立行立改: 'IMMEDIATE', 限期整改: 'DEADLINE', 长期坚持: 'LONG_TERM' },
  },
  { key: 'deadline', header: '整改时限', otherHeaders: ['完成时限'], type: 'date', required: true },
  { key: 'plannedClosureAt', header: '计划销号时间', type: 'date', optionalColumn: true },
  { key: 'lead', header: '牵头单位', otherHeaders: ['责任单位'], required: true, longest: 120 },
  { key: 'supporting', header: '配合单位', optionalColumn: true, longest: 1000 },
  { key: 'territorial', header: '属地单位', optionalColumn: true, longest: 120 },
  { key: 'supervising', header: '督导单位', required: true, longest: 120 },
  { key: 'acceptance', header: '验收单位', optionalColumn: true, longest: 120 },
  { key: 'problemNo', header: '问题编号', optionalColumn: true, longest: 60 },
];

/** Heading of a column, for naming where a row is wrong. */
export const headingOf = (key: string): string => PROBLEM_COLUMNS.find((one) => one.key === key)?.header ?? key;
