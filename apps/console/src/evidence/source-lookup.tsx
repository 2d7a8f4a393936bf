import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CitedKey } from '#libs/domain/evidence-key.js';
import { useMay } from '../shell/session.js';
import { EvidenceDrawer } from './evidence-drawer.js';

/** Opens the chain under the number a paper prints under 来源编号, as in `T-07 工作滞后天数 2026-07-09 17:00 第1版`. */
export const SourceLookup = () => {
  const { t } = useTranslation();
  const mayLook = useMay()('evidence.read');
  const [record, setRecord] = useState<CitedKey | null>(null);
  if (!mayLook) return null;
  const look = (number: string): void => {
    const id = number.trim();
    setRecord(id === '' ? null : { service: 'accountability', kind: 'source', id });
  };
  return (
    <>
      <Input.Search
        allowClear
        placeholder={t('evidence.sourceNumber')}
        aria-label={t('evidence.sourceNumber')}
        style={{ width: 260 }}
        onSearch={look}
      />
      <EvidenceDrawer record={record} title={record?.id} onClose={() => setRecord(null)} />
    </>
  );
};
