import { Alert, App as AntApp, Button, Grid, Input, Modal, Select } from 'antd';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { saveFile } from '../reference/download.js';
import { Answer, Nothing, Page, problemText, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import {
  isRowFilter,
  ROW_FILTERS,
  type Row,
  type RowFilter,
  type SheetDetail,
  useIssue,
  useSheet,
  useSheets,
} from './queries.js';
import { RowDrawer } from './row-drawer.js';
import { SHEET_COLUMNS, SheetCards, SheetTable } from './sheet-table.js';
import { SheetState, useSheetWords } from './sheet-words.js';

/** The director's hand: an opinion, and the sheet goes out. */
const IssueButton = ({ sheet }: { readonly sheet: SheetDetail }) => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const [isOpen, setOpen] = useState(false);
  const [opinion, setOpinion] = useState('');
  const issue = useIssue(sheet.dispatchId);
  const send = (): void =>
    issue.mutate(opinion.trim(), {
      onSuccess: () => {
        setOpen(false);
        void message.success(t('dispatch.issued', { no: sheet.issueNo ?? '' }));
      },
    });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('dispatch.issue')}
      </Button>
      <Modal
        open={isOpen}
        title={`${t('dispatch.issue')} · ${t('dispatch.sheetTitle', { no: sheet.issueNo ?? '' })}`}
        okText={t('dispatch.issue')}
        cancelText={t('states.cancel')}
        okButtonProps={{ disabled: opinion.trim() === '', loading: issue.isPending }}
        onOk={send}
        onCancel={() => setOpen(false)}
      >
        <p className="aside">{t('dispatch.issueAside')}</p>
        <label>
          {t('dispatch.opinion')}
          <Input.TextArea
            autoFocus
            rows={3}
            maxLength={500}
            value={opinion}
            onChange={({ target }) => setOpinion(target.value)}
          />
        </label>
        {issue.error ? <p className="overdue">{problemText(issue.error)}</p> : null}
      </Modal>
    </>
  );
};

const DownloadButton = ({ sheet }: { readonly sheet: SheetDetail }) => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const download = useMutation({
    mutationFn: () =>
      saveFile(
        `/api/dispatches/${sheet.dispatchId}/sheet`,
        `${t('dispatch.sheetTitle', { no: sheet.issueNo ?? '' })}.xlsx`,
      ),
    onError: (why) => message.error(problemText(why)),
  });
  return (
    <Button loading={download.isPending} onClick={() => download.mutate()}>
      {t('dispatch.download')}
    </Button>
  );
};

/** The sheets beside this one, by their dates. */
const useNeighbours = (sheet: SheetDetail | undefined): { earlier?: string; later?: string } => {
  const sheets = useSheets().data?.pages.flatMap((page) => page.items) ?? [];
  const at = sheets.findIndex(({ dispatchId }) => dispatchId === sheet?.dispatchId);
  if (at < 0) return {};
  const [earlier, later] = [sheets[at + 1]?.dispatchId, sheets[at - 1]?.dispatchId];
  return { ...(earlier ? { earlier } : {}), ...(later ? { later } : {}) };
};

const Notes = ({ sheet }: { readonly sheet: SheetDetail }) => {
  const { t } = useTranslation();
  const words = useSheetWords();
  const notes = [
    sheet.state === 'waiting' ? t('dispatch.waitingText', { until: minuteText(sheet.waitUntil) }) : null,
    sheet.missingSources.length > 0
      ? t('dispatch.missingSources', { sources: sheet.missingSources.map(words.source).join('、') })
      : null,
    sheet.late ? t('dispatch.wasLate') : null,
  ].filter((note) => note !== null);
  return notes.map((note) => <Alert key={note} type="warning" showIcon title={note} style={{ marginBottom: 12 }} />);
};

const Rows = ({ sheet }: { readonly sheet: SheetDetail }) => {
  const { t } = useTranslation();
  const words = useSheetWords();
  const [address, setAddress] = useSearchParams();
  const isWide = Grid.useBreakpoint().md ?? true;
  const asked = address.get('only');
  const only: RowFilter = isRowFilter(asked) ? asked : 'all';
  const unit = address.get('unit');
  const chosen = sheet.rows.find(({ rowId }) => rowId === address.get('row')) ?? null;
  const change = (name: string, value: string | null): void =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const ofUnit = sheet.rows.filter((row) => !unit || row.leadUnit.id === unit);
  const shown = ofUnit.filter(ROW_FILTERS[only]);
  const units = new Map(sheet.rows.map(({ leadUnit }) => [leadUnit.id, leadUnit.name]));
  const open = (row: Row): void => change('row', row.rowId);
  return (
    <>
      <Section
        flush
        title={t('dispatch.rows')}
        aside={isWide && sheet.rows.length > 0 ? t('dispatch.rowsAside', { n: SHEET_COLUMNS }) : null}
      >
        {sheet.rows.length > 0 ? (
          <div className="sheet-filters">
            <div className="chips">
              {(Object.keys(ROW_FILTERS) as RowFilter[]).map((name) => {
                const n = ofUnit.filter(ROW_FILTERS[name]).length;
                return n === 0 && name !== 'all' && name !== only ? null : (
                  <button
                    key={name}
                    type="button"
                    className="chip"
                    aria-pressed={only === name}
                    onClick={() => change('only', name === 'all' ? null : name)}
                  >
                    {t(`dispatch.filters.${name}`)} <b>{n}</b>
                  </button>
                );
              })}
            </div>
            <Select
              allowClear
              placeholder={t('dispatch.units')}
              aria-label={t('dispatch.columns.leadUnit')}
              value={unit}
              style={{ width: 160 }}
              onChange={(id: string | undefined) => change('unit', id ?? null)}
              options={[...units].map(([value, label]) => ({ value, label }))}
            />
          </div>
        ) : null}
        {shown.length === 0 ? (
          <Nothing text={t(sheet.rows.length === 0 ? 'dispatch.empty' : 'dispatch.emptyFilter')} />
        ) : isWide ? (
          <SheetTable rows={shown} opinion={sheet.opinion} onOpen={open} />
        ) : (
          <SheetCards rows={shown} onOpen={open} />
        )}
      </Section>
      {sheet.removedRows.length > 0 ? (
        <Section title={t('dispatch.removed')}>
          <ul className="removed-rows">
            {sheet.removedRows.map(({ problemNo, title, leadUnit, because }) => (
              <li key={problemNo}>
                <span>
                  <span className="code">{problemNo}</span> {title}
                </span>
                <span className="aside">
                  {leadUnit.name} · {words.because(because)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <RowDrawer row={chosen} sheet={sheet} onClose={() => change('row', null)} />
    </>
  );
};

const SheetLead = ({ sheet }: { readonly sheet: SheetDetail }) => {
  const { t } = useTranslation();
  const words = { no: sheet.issueNo ?? '–', cutoff: minuteText(sheet.cutoff) };
  const { onSheet: on, added, removed, threeTimesRunning: three, unanswered, replyDueOn: due } = sheet;
  return (
    <>
      {sheet.issueNo === null
        ? t('dispatch.leadWaiting', words)
        : on === 0
          ? t('dispatch.leadEmpty', words)
          : t('dispatch.lead', { ...words, on, added, removed, three, unanswered, due })}{' '}
      <span className="aside lead-aside">
        <SheetState state={sheet.state} /> · {t('dispatch.meeting')} {minuteText(sheet.meetingAt)}
        {sheet.issuedAt
          ? ` · ${t('dispatch.issuedBy', { by: sheet.issuedBy ?? '', at: minuteText(sheet.issuedAt) })}`
          : ''}
        {sheet.opinion ? ` · ${t('dispatch.opinion')}：${sheet.opinion}` : ''}
      </span>
    </>
  );
};

/** One weekly sheet with all its columns, its answers, and what the director does with it. */
export const SheetPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const query = useSheet(id);
  const sheet = query.data;
  const { earlier, later } = useNeighbours(sheet);
  return (
    <Page
      title={
        sheet?.issueNo === null
          ? t('dispatch.sheetWaiting')
          : sheet
            ? t('dispatch.sheetTitle', { no: sheet.issueNo })
            : t('dispatch.title')
      }
      lead={sheet ? <SheetLead sheet={sheet} /> : null}
      extra={
        <>
          <Link to="/dispatch">{t('dispatch.toList')}</Link>
          {earlier ? <Link to={`/dispatch/${earlier}`}>{t('dispatch.earlier')}</Link> : null}
          {later ? <Link to={`/dispatch/${later}`}>{t('dispatch.later')}</Link> : null}
          {sheet?.sheetSha256 ? <DownloadButton sheet={sheet} /> : null}
          {sheet?.state === 'drawn' && may('dispatch.issue') ? <IssueButton sheet={sheet} /> : null}
        </>
      }
    >
      <Answer query={query} rows={10}>
        {(data) => (
          <>
            <Notes sheet={data} />
            <Rows sheet={data} />
          </>
        )}
      </Answer>
    </Page>
  );
};
