import { useTranslation } from 'react-i18next';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';

/** The recognitions by which days are left out, each with its paper behind a button. */
export const DustPapers = ({ ids }: { readonly ids: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <>
      {[...new Set(ids)].map((id, n, all) => (
        <EvidenceButton key={id} record={{ service: 'monitoring', kind: 'dust-recognition', id }}>
          {t(all.length === 1 ? 'dustDays.paper' : 'dustDays.paperOf', { n: n + 1 })}
        </EvidenceButton>
      ))}
    </>
  );
};
