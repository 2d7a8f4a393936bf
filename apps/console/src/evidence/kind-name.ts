import { useTranslation } from 'react-i18next';
import { citedByKey } from '#libs/domain/evidence-key.js';
import { useAreaName, usePackName } from '../reference/names.js';
import { minuteText, periodText } from '../shell/time.js';
import type { EvidenceNode } from './chain.js';
import { type RecordTitle, titleOfId, titleText } from './record-title.js';
import { evidenceZh } from './texts.js';

type Known = keyof typeof evidenceZh.kinds;

/** What a kind of record is called; the kind itself where the console has no name for it. */
export const useKindName = (): ((kind: string) => string) => {
  const { t } = useTranslation();
  return (kind) => (Object.hasOwn(evidenceZh.kinds, kind) ? t(`evidence.kinds.${kind as Known}`) : kind);
};

/** `air.area.day.aqi area 990101 2026-05-08`: a number told by its definition, subject and period. */
const TOLD = /^([a-z0-9]+(?:[.-][a-z0-9]+)+) (\w+) (\S+) (.+)$/;

/** How many letters of an id that says nothing tell its records apart. */
const MARK_LENGTH = 8;
const OPAQUE = /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const GROUP = 'reference-group';

/** A title a service gave, with the names of the pack and the areas where it tells a number by ids. */
const useGivenTitle = (): ((title: string) => string) => {
  const indicatorName = usePackName('indicators');
  const areaName = useAreaName();
  return (title) => {
    const [, definition, subjectKind, subjectId, period] = TOLD.exec(title) ?? [];
    if (!definition || !subjectId || !period) return titleText(title);
    return `${subjectKind === 'area' ? areaName(subjectId) : subjectId} ${indicatorName(definition)} ${periodText(period)}`;
  };
};

/** What a record of the chain is called, and when it was, whether it has been read or not; `key` as in `chain.ts`. */
export const useRecordTitle = (): ((key: string, node?: EvidenceNode) => RecordTitle) => {
  const kindName = useKindName();
  const givenTitle = useGivenTitle();
  const titleOf = (key: string, node?: EvidenceNode): RecordTitle => {
    const { kind, id } = citedByKey(key);
    const byId = titleOfId(kind, id);
    const given = node?.record;
    if (given && kind === GROUP) {
      const ends = [node.references[0], node.references.at(-1)].map((one) => (one ? oneLine(titleOf(one)) : ''));
      return { title: [...new Set(ends)].join(' – '), when: '' };
    }
    if (given) return { title: givenTitle(given.title), when: byId?.when || (given.at ? minuteText(given.at) : '') };
    return byId ?? { title: OPAQUE.test(id) ? `${kindName(kind)} ${id.slice(0, MARK_LENGTH)}` : id, when: '' };
  };
  return titleOf;
};

/** Title and time in one line; the time once where the title says it already. */
export const oneLine = ({ title, when }: RecordTitle): string =>
  when === '' || title.includes(when) ? title : `${title} ${when}`;
