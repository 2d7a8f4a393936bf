import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePackName, usePostName, useUnitName } from '../reference/names.js';
import { isLevel } from '../shell/parts.js';
import { useMe } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import { useStateName } from './problem-names.js';
import { chosenNames, type FilterText } from './problem-filter.js';
import { allProblems, type ProblemRow } from './problem-queries.js';

type Cell = string | number | null;

/** Every problem of the filter as a spreadsheet, in the words of the page; answers how many rows it has. */
export const useExport = () => {
  const { t } = useTranslation();
  const { now } = useMe();
  const unit = useUnitName();
  const post = usePostName();
  const category = usePackName('categories');
  const source = usePackName('sources');
  const state = useStateName();

  const columns: readonly (readonly [head: string, width: number, cell: (row: ProblemRow) => Cell])[] = [
    [t('problems.sheet.no'), 16, (row) => row.problemNo],
    [t('problems.sheet.items'), 18, (row) => row.items.map(({ itemNo }) => itemNo).join('、')],
    [t('problems.sheet.title'), 50, (row) => row.title],
    [t('problems.sheet.source'), 24, (row) => source(row.source)],
    [t('problems.sheet.category'), 18, (row) => category(row.category)],
    [t('problems.sheet.lead'), 16, (row) => unit(row.leadUnitId)],
    [t('problems.sheet.supporting'), 20, (row) => row.supportingUnitIds.map(unit).join('、')],
    [t('problems.sheet.territorial'), 14, (row) => named(row.territorialUnitId, unit)],
    [t('problems.sheet.supervising'), 14, (row) => named(row.supervisingUnitId, unit)],
    [t('problems.sheet.responsible'), 20, (row) => named(row.responsiblePostId, post)],
    [t('problems.sheet.state'), 20, (row) => state(row.state)],
    [t('problems.sheet.assigned'), 12, (row) => row.assignedOn],
    [t('problems.sheet.deadline'), 12, (row) => row.deadline],
    [t('problems.sheet.overdue'), 10, (row) => row.overdueDays],
    [t('problems.sheet.reported'), 10, (row) => Number(row.reportedPct)],
    [t('problems.sheet.confirmed'), 10, (row) => Number(row.confirmedPct)],
    [t('problems.sheet.level'), 8, (row) => (isLevel(row.lag?.level) ? t(`levels.${row.lag!.level}`) : null)],
    [t('problems.sheet.completed'), 12, (row) => row.completedOn],
    [t('problems.sheet.closed'), 12, (row) => row.closedOn],
    [t('problems.sheet.refusals'), 10, (row) => row.refusals],
  ];

  return useMutation({
    mutationFn: async (filter: FilterText): Promise<number> => {
      const [rows, { default: writeSheet }] = await Promise.all([
        allProblems(filter),
        import('write-excel-file/universal'),
      ]);
      const chosen = chosenNames(filter).map((name) => `${name}=${filter[name]}`);
      const note = t('problems.sheet.note', {
        at: minuteText(now),
        filter: chosen.join('，') || t('problems.sheet.noFilter'),
      });
      const file = await writeSheet(
        [
          [asText(note)],
          columns.map(([head]) => ({ ...asText(head), fontWeight: 'bold' as const, backgroundColor: '#EEF0EC' })),
          ...rows.map((row) => columns.map(([, , cell]) => cellOf(cell(row)))),
        ],
        {
          sheet: t('problems.sheet.name'),
          columns: columns.map(([, width]) => ({ width })),
          stickyRowsCount: 2,
        },
      ).toBlob();
      download(file, `${t('problems.sheet.name')}-${minuteText(now).replace(/[: ]/g, '')}.xlsx`);
      return rows.length;
    },
  });
};

const named = (id: string | null, name: (id: string) => string): string | null => (id === null ? null : name(id));
/** Text stays text: no spreadsheet program takes it for a formula or a number. */
const asText = (value: string) => ({ value, type: String, format: '@' }) as const;
const cellOf = (cell: Cell) =>
  typeof cell === 'string' ? asText(cell) : typeof cell === 'number' ? { value: cell, type: Number } : null;

const download = (file: Blob, name: string): void => {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};
