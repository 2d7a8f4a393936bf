import { Button, Drawer, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing, problemText } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { PageTable } from '../../shell/page-table.js';
import {
  canUndo,
  type FileImport,
  isUnderWay,
  LAYOUTS,
  refusedCsvUrl,
  undoImport,
  useImports,
  useImportWrite,
  useRefused,
} from './import-queries.js';
import { comma, semicolon } from '../../texts/joined.js';
import { failureText } from './import-failure.js';
import { importsZh } from './texts.js';

const SHOWN_ROWS = 100;
type Reason = keyof typeof importsZh.reasons;
const isReason = (code: string): code is Reason => code in importsZh.reasons;
type Failure = keyof typeof importsZh.failures;
const isFailure = (code: string): code is Failure => code in importsZh.failures;
const isLayout = (id: string): id is (typeof LAYOUTS)[number] => (LAYOUTS as readonly string[]).includes(id);

/** Columns of the file that are not read, so that a misspelt one is found, and optional ones it does without. */
const Columns = ({ of }: { readonly of: FileImport }) => {
  const { t } = useTranslation();
  return (
    <>
      {(['columnsUnread', 'columnsAbsent'] as const).map((which) =>
        of[which].length > 0 ? (
          <p key={which} className="aside">
            {t(`imports.${which}`, { names: of[which].join(comma()) })}
          </p>
        ) : null,
      )}
    </>
  );
};

/** What was not taken and why: by reason, and the first rows with their place. */
const Report = ({ of, onClose }: { readonly of: FileImport; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const refused = useRefused(of.id, SHOWN_ROWS);
  const reasonText = (code: string): string => (isReason(code) ? t(`imports.reasons.${code}`) : code);
  return (
    <Drawer
      open
      size={900}
      onClose={onClose}
      title={t('imports.reportTitle', { name: of.fileName })}
      extra={
        of.rowsRefused > 0 ? (
          <Button href={refusedCsvUrl(of.id)} download>
            {t('imports.download')}
          </Button>
        ) : null
      }
    >
      <Columns of={of} />
      <Answer query={refused}>
        {({ items, kinds, rowsNotKept }) =>
          kinds.length === 0 ? (
            <Nothing text={t('imports.noRefused')} />
          ) : (
            <>
              <h3>{t('imports.byReason')}</h3>
              <PageTable heads={[t('imports.reason'), t('imports.place'), { right: t('imports.rows') }]}>
                {kinds.slice(0, SHOWN_ROWS).map(({ reason, column, rows }) => (
                  <tr key={`${reason} ${column}`}>
                    <td>{reasonText(reason)}</td>
                    <td>{column}</td>
                    <td className="right">{rows}</td>
                  </tr>
                ))}
              </PageTable>
              <h3>{t('imports.firstRows', { n: items.length })}</h3>
              <PageTable
                heads={[{ right: t('imports.line') }, t('imports.place'), t('imports.reason'), t('imports.text')]}
              >
                {items.map(({ line, column, reason, text }) => (
                  <tr key={line}>
                    <td className="right">{line}</td>
                    <td>{column}</td>
                    <td>{reasonText(reason)}</td>
                    <td className="wraps">
                      <code>{text}</code>
                    </td>
                  </tr>
                ))}
              </PageTable>
              {rowsNotKept > 0 ? <p className="aside">{t('imports.notKept', { n: rowsNotKept })}</p> : null}
            </>
          )
        }
      </Answer>
    </Drawer>
  );
};

const Undo = ({ of, onClose }: { readonly of: FileImport; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const write = useImportWrite(undoImport, 'asked', onClose);
  return (
    <Modal
      open
      title={t('imports.undoTitle')}
      okText={t('imports.undo')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: write.isPending }}
      cancelText={t('states.cancel')}
      onOk={() => write.mutate({ id: of.id, reason: reason.trim() })}
      onCancel={onClose}
    >
      <p>
        <b>{of.fileName}</b> · {minuteText(of.requestedAt)}
      </p>
      <p>{t('imports.undoWarning')}</p>
      <Input.TextArea
        aria-label={t('imports.undoReason')}
        placeholder={t('imports.undoReason')}
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {write.error ? (
        <div className="form-trouble" role="alert">
          {problemText(write.error)}
        </div>
      ) : null}
    </Modal>
  );
};

const Row = ({
  one,
  onReport,
  onUndo,
}: {
  readonly one: FileImport;
  readonly onReport: () => void;
  readonly onUndo: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row" className="wraps">
        {one.fileName}
        <div className="aside">
          {isLayout(one.layout) ? t(`imports.layouts.${one.layout}`) : t('imports.layouts.mapping')} ·{' '}
          {one.dataState in importsZh.dataStates
            ? t(`imports.dataStates.${one.dataState as keyof typeof importsZh.dataStates}`)
            : one.dataState}
          {one.province ? ` · ${one.province}` : ''}
        </div>
      </th>
      <td>
        {minuteText(one.requestedAt)}
        <div className="aside">{one.requestedBy}</div>
      </td>
      <td className="wraps">
        {t(`imports.states.${one.state}`)}
        {isUnderWay(one) ? <Progress percent={one.progress} size="small" /> : null}
        {one.failure ? (
          <div className="overdue">
            {failureText(one.failure, (code) => (isFailure(code) ? t(`imports.failures.${code}`) : null), {
              comma: comma(),
              semicolon: semicolon(),
            })}
          </div>
        ) : null}
        {one.repeatOf ? <div className="aside">{t('imports.repeatOf')}</div> : null}
        {one.undo ? (
          <div className="aside">
            {t('imports.undone', { by: one.undo.by, reason: one.undo.reason, n: one.undo.changed ?? '…' })}
          </div>
        ) : null}
      </td>
      <td className="right">{one.rowsRead}</td>
      <td className={one.rowsRefused > 0 ? 'right overdue' : 'right'}>{one.rowsRefused}</td>
      <td className="right">
        {one.state === 'checked' ? t('imports.canBeTaken', { n: one.rowsRead - one.rowsRefused }) : one.rowsTaken}
      </td>
      <td className="right">{one.rowsChanged}</td>
      <td className="right">
        {one.rowsRead > 0 ? (
          <Button size="small" onClick={onReport}>
            {t('imports.report')}
          </Button>
        ) : null}{' '}
        {canUndo(one) ? (
          <Button size="small" danger onClick={onUndo}>
            {t('imports.undo')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
};

/** Earlier imports, the newest first, a page at a time. */
export const ImportList = () => {
  const { t } = useTranslation();
  const imports = useImports();
  const [reported, setReported] = useState<FileImport | null>(null);
  const [undone, setUndone] = useState<FileImport | null>(null);
  const all = { ...imports, data: imports.data?.pages.flatMap(({ items }) => items) };
  return (
    <>
      <Answer query={all} empty={(items) => items.length === 0} emptyText={t('imports.none')}>
        {(items) => (
          <PageTable
            isTall
            heads={[
              t('imports.file'),
              t('imports.when'),
              t('imports.state'),
              ...(['rowsRead', 'rowsRefused', 'rowsTaken', 'rowsChanged'] as const).map((name) => ({
                right: t(`imports.${name}`),
              })),
              { unseen: t('imports.report') },
            ]}
          >
            {items.map((one) => (
              <Row key={one.id} one={one} onReport={() => setReported(one)} onUndo={() => setUndone(one)} />
            ))}
          </PageTable>
        )}
      </Answer>
      {imports.hasNextPage ? (
        <Button loading={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
          {t('imports.more')}
        </Button>
      ) : null}
      {reported ? <Report of={reported} onClose={() => setReported(null)} /> : null}
      {undone ? <Undo of={undone} onClose={() => setUndone(null)} /> : null}
    </>
  );
};
