import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useMay } from '../../shell/session.js';
import { WaterDrawer, type WaterWrite } from '../waters/water-drawer.js';
import type { Station, Subject, SubjectKind } from './register-entry.js';
import { useSubjectWrites } from './subject-writes.js';

/** Registers a new station, section or outlet; nothing for those who may not. */
export const AddSubject = ({ kind }: { readonly kind: SubjectKind }) => {
  const { t } = useTranslation();
  const may = useMay();
  const writes = useSubjectWrites();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  if (!may('subject.manage')) return null;
  return (
    <>
      <Button size="small" onClick={() => setWrite(writes.add(kind))}>
        {t(`register.add.${kind}`)}
      </Button>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};

/** What may be done with the register entry of one subject; nothing for those who may not. */
export const SubjectActions = ({ kind, subject }: { readonly kind: SubjectKind; readonly subject: Subject }) => {
  const { t } = useTranslation();
  const may = useMay();
  const writes = useSubjectWrites();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const [mayManage, mayReview] = [may('subject.manage'), kind === 'station' && may('data.review')];
  if (!mayManage && !mayReview) return null;
  const { retired } = subject;
  return (
    <>
      <div className="choices register-actions">
        {mayManage ? (
          <Button size="small" onClick={() => setWrite(writes.edit(kind, subject))}>
            {t('register.edit')}
          </Button>
        ) : null}
        {mayReview ? (
          <Button size="small" onClick={() => setWrite(writes.evaluate(subject as Station))}>
            {t('register.evaluation')}
          </Button>
        ) : null}
        {mayManage ? (
          <Button size="small" danger={!retired} onClick={() => setWrite(writes.setRetired(kind, subject, !retired))}>
            {t(retired ? 'register.restore' : 'register.retire')}
          </Button>
        ) : null}
      </div>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};

/** Whether lists name what is out of use, too; it stands in the address. */
export const useWithRetired = (): boolean => useSearchParams()[0].get('retired') === 'true';

/** For whoever may take it into use again. */
export const RetiredSwitch = () => {
  const { t } = useTranslation();
  const may = useMay();
  const isOn = useWithRetired();
  const [, setParams] = useSearchParams();
  if (!may('subject.manage')) return null;
  return (
    <label className="choices">
      <Switch
        size="small"
        checked={isOn}
        onChange={(next) => setParams(next ? { retired: 'true' } : {}, { replace: true })}
      />
      {t('register.withRetired')}
    </label>
  );
};

/** Beside the name of what is out of use. */
export const RetiredMark = ({ subject }: { readonly subject: { readonly retired: boolean } }) => {
  const { t } = useTranslation();
  return subject.retired ? <span className="aside"> {t('register.retired')}</span> : null;
};
