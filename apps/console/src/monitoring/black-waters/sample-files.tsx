import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { Answer, problemText } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { type ChosenFile, FileChoice } from '../imports/file-choice.js';
import { PageTable } from '../../shell/page-table.js';
import type { blackWatersZh } from './texts.js';

type Taken = Schemas['BlackWaterSamplesTaken'];
type Imported = Schemas['BlackWaterImport'];
type FileReason = keyof (typeof blackWatersZh)['fileReasons'];

/** Rows that are not right are named up to as many. */
const TOLD_ROWS = 50;

const useChanged = (): (() => Promise<void>) => {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['monitoring'] });
};

const Outcome = ({ taken }: { readonly taken: Taken }) => {
  const { t } = useTranslation();
  const { state, rowsRead, rowsChanged, refused } = taken;
  return (
    <>
      <p>{t(`blackWaters.fileStates.${state}`, { read: rowsRead, changed: rowsChanged, refused: refused.length })}</p>
      {refused.length > 0 ? (
        <PageTable
          heads={[
            t('blackWaters.fileRow'),
            t('blackWaters.fileColumn'),
            t('blackWaters.fileReason'),
            t('blackWaters.fileText'),
          ]}
        >
          {refused.slice(0, TOLD_ROWS).map(({ row, column, reason, text }) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              <td>{column}</td>
              <td>{t(`blackWaters.fileReasons.${reason as FileReason}`)}</td>
              <td className="wraps">{text}</td>
            </tr>
          ))}
        </PageTable>
      ) : null}
      {refused.length > TOLD_ROWS ? <p className="aside">{t('blackWaters.fileMore', { n: TOLD_ROWS })}</p> : null}
    </>
  );
};

/** A file is checked first; what the check found decides what may be pressed next. */
const TakeFile = () => {
  const { t } = useTranslation();
  const changed = useChanged();
  const [file, setFile] = useState<ChosenFile>();
  const [reason, setReason] = useState('');
  const take = useMutation({
    mutationFn: (how: Pick<Schemas['ImportBlackWaterSamples'], 'dryRun' | 'takeRest'>) =>
      dataOf(
        api.POST('/api/black-water-imports', {
          body: {
            ...{ fileSha256: file!.sha256, fileName: file!.name, ...how },
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
        }),
      ),
    onSuccess: changed,
  });
  const found = take.data;
  const isChecked = found?.state === 'checked' || found?.state === 'refused';
  return (
    <Form layout="vertical">
      <p className="aside">{t('blackWaters.fileColumns')}</p>
      <Form.Item label={t('blackWaters.file')}>
        <FileChoice
          {...(file ? { value: file } : {})}
          onChange={(chosen) => {
            setFile(chosen);
            take.reset();
          }}
        />
      </Form.Item>
      <Form.Item label={t('blackWaters.fileWhy')}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Form.Item>
      {take.error ? (
        <div className="form-trouble" role="alert">
          {problemText(take.error)}
        </div>
      ) : null}
      {found ? <Outcome taken={found} /> : null}
      <div className="row-fields register-actions">
        <Button
          disabled={!file}
          loading={take.isPending}
          onClick={() => take.mutate({ dryRun: true, takeRest: false })}
        >
          {t('blackWaters.fileCheck')}
        </Button>
        {file && isChecked && found.rowsChanged > 0 ? (
          <Button
            type="primary"
            loading={take.isPending}
            onClick={() => take.mutate({ dryRun: false, takeRest: found.refused.length > 0 })}
          >
            {t(found.refused.length > 0 ? 'blackWaters.fileTakeRest' : 'blackWaters.fileTake', {
              n: found.rowsChanged,
            })}
          </Button>
        ) : null}
      </div>
    </Form>
  );
};

const Undo = ({ one }: { readonly one: Imported }) => {
  const { t } = useTranslation();
  const { modal, message } = AntApp.useApp();
  const changed = useChanged();
  const reason = useRef('');
  const undo = useMutation({
    mutationFn: (why: string) =>
      api.POST('/api/black-water-imports/{id}/undo', { params: { path: { id: one.id } }, body: { reason: why } }),
    onSuccess: async () => {
      void message.success(t('blackWaters.fileUndoneNow'));
      await changed();
    },
  });
  const ask = (): void =>
    void modal.confirm({
      title: t('blackWaters.fileUndoTitle'),
      content: (
        <>
          <p>{t('blackWaters.fileUndoAside')}</p>
          <Input
            maxLength={500}
            aria-label={t('blackWaters.fileUndoWhy')}
            placeholder={t('blackWaters.fileUndoWhy')}
            onChange={(event) => (reason.current = event.target.value)}
          />
        </>
      ),
      okText: t('blackWaters.fileUndo'),
      cancelText: t('states.cancel'),
      onOk: () => undo.mutateAsync(reason.current).catch((why: unknown) => message.error(problemText(why))),
    });
  return (
    <Button type="link" size="small" onClick={ask}>
      {t('blackWaters.fileUndo')}
    </Button>
  );
};

const Taken = () => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['monitoring', 'black-water-imports'],
    queryFn: async () =>
      (await dataOf(api.GET('/api/black-water-imports', { params: { query: { limit: 50 } } }))).items,
  });
  return (
    <Answer query={query} rows={2} empty={(items) => items.length === 0} emptyText={t('blackWaters.noFiles')}>
      {(items) => (
        <ul className="gap-list">
          {items.map((one) => (
            <li key={one.id}>
              {minuteText(one.importedAt)} {one.fileName}{' '}
              {t('blackWaters.fileTaken', { changed: one.rowsChanged, refused: one.rowsRefused })}{' '}
              <span className="aside">
                {[one.importedBy, one.reason].filter((text) => text !== null).join(' · ')}
                {one.undone
                  ? ` ${t('blackWaters.fileUndone', { by: one.undone.by, reason: one.undone.reason, n: one.undone.rowsPutBack })}`
                  : ''}
              </span>{' '}
              {one.undone || one.rowsChanged === 0 ? null : <Undo one={one} />}
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
};

/** Files of samples: taken in after a check, and taken back. */
export const SampleFiles = () => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('blackWaters.files')}
      </Button>
      <Drawer open={isOpen} onClose={() => setOpen(false)} size={720} title={t('blackWaters.files')} destroyOnHidden>
        <TakeFile />
        <h3>{t('blackWaters.filesTaken')}</h3>
        <Taken />
      </Drawer>
    </>
  );
};
