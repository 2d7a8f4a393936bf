import { useTranslation } from 'react-i18next';
import { useAreaName, usePackName } from '../reference/names.js';
import { evidenceZh } from './texts.js';

type Known = keyof typeof evidenceZh.kinds;

/** What a kind of record is called; the kind itself where the console has no name for it. */
export const useKindName = (): ((kind: string) => string) => {
  const { t } = useTranslation();
  return (kind) => (Object.hasOwn(evidenceZh.kinds, kind) ? t(`evidence.kinds.${kind as Known}`) : kind);
};

/** `air.area.day.aqi area 990101 2026-05-08`: a number told by its definition, subject and period. */
const TOLD = /^([a-z0-9]+(?:[.-][a-z0-9]+)+) (\w+) (\S+) (.+)$/;

/** A record's title with the names of the pack and the areas where it tells a number by ids. */
export const useTitle = (): ((title: string) => string) => {
  const indicatorName = usePackName('indicators');
  const areaName = useAreaName();
  return (title) => {
    const [, definition, subjectKind, subjectId, period] = TOLD.exec(title) ?? [];
    if (!definition || !subjectId) return title;
    return `${subjectKind === 'area' ? areaName(subjectId) : subjectId} ${indicatorName(definition)} ${period}`;
  };
};
