import { useTranslation } from 'react-i18next';
import { evidenceZh } from './texts.js';

type Known = keyof typeof evidenceZh.kinds;

/** What a kind of record is called; the kind itself where the console has no name for it. */
export const useKindName = (): ((kind: string) => string) => {
  const { t } = useTranslation();
  return (kind) => (Object.hasOwn(evidenceZh.kinds, kind) ? t(`evidence.kinds.${kind as Known}`) : kind);
};
