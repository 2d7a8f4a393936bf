import { Alert, Button, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl, uploadFile } from '../api/client.js';
import { problemText } from '../shell/problem-text.js';
import { instantOfLocal } from '../shell/time.js';
import { DateInput, DateTimeInput } from './date-controls.js';
import type { ControlProps } from './form-context.js';

/** A file as a record refers to it. */
export interface EvidenceFile {
  readonly sha256: string;
  readonly name: string;
  readonly kind: string;
  readonly takenAt?: string | undefined;
  readonly date?: string | undefined;
}

export const FILE_KINDS = [
  'photo-before',
  'photo-progress',
  'photo-after',
  'monitoring-report',
  'document',
  'other',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];
export const isFileKind = (kind: string): kind is FileKind => (FILE_KINDS as readonly string[]).includes(kind);
const kindOf = (mediaType: string): FileKind => (mediaType.startsWith('image/') ? 'photo-progress' : 'document');

/** Files are stored as they are chosen; the record gets their hashes when the form is sent. */
export const FilesInput = ({ value = [], onChange }: ControlProps<readonly EvidenceFile[]>) => {
  const { t } = useTranslation();
  const [pending, setPending] = useState(0);
  const [trouble, setTrouble] = useState<{ name: string; why: unknown } | null>(null);

  const take = async (files: readonly File[]): Promise<void> => {
    setTrouble(null);
    setPending(files.length);
    const taken: EvidenceFile[] = [];
    for (const file of files) {
      try {
        const stored = await uploadFile(file);
        taken.push({ sha256: stored.sha256, name: stored.name, kind: kindOf(stored.mediaType) });
      } catch (why) {
        setTrouble({ name: file.name, why });
      }
    }
    setPending(0);
    const known = new Set(value.map(({ sha256 }) => sha256));
    onChange?.([...value, ...taken.filter(({ sha256 }) => !known.has(sha256))]);
  };
  const change = (sha256: string, part: Partial<EvidenceFile>): void =>
    onChange?.(value.map((file) => (file.sha256 === sha256 ? { ...file, ...part } : file)));
  const remove = (sha256: string): void => {
    const left = value.filter((file) => file.sha256 !== sha256);
    onChange?.(left.length > 0 ? left : undefined);
  };

  return (
    <>
      <Upload.Dragger
        multiple
        showUploadList={false}
        disabled={pending > 0}
        beforeUpload={(file, batch) => {
          if (file === batch[0]) void take(batch);
          return false;
        }}
      >
        {pending > 0 ? `${t('forms.files.uploading')}…` : t('forms.files.drop')}
      </Upload.Dragger>
      {trouble ? <Alert type="error" showIcon title={`${trouble.name}: ${problemText(trouble.why)}`} /> : null}
      {value.map((file) => (
        <FileRow
          key={file.sha256}
          file={file}
          onChange={(part) => change(file.sha256, part)}
          onRemove={() => remove(file.sha256)}
        />
      ))}
    </>
  );
};

const FileRow = ({
  file,
  onChange,
  onRemove,
}: {
  readonly file: EvidenceFile;
  readonly onChange: (part: Partial<EvidenceFile>) => void;
  readonly onRemove: () => void;
}) => {
  const { t } = useTranslation();
  const isPhoto = file.kind.startsWith('photo');
  return (
    <div className="file-row">
      <a href={fileUrl(file.sha256)} className="file-name">
        {file.name}
      </a>
      <Select
        size="small"
        aria-label={t('forms.files.kind')}
        value={file.kind}
        options={FILE_KINDS.map((kind) => ({ value: kind, label: t(`forms.files.kinds.${kind}`) }))}
        onChange={(kind) => onChange({ kind, takenAt: undefined, date: undefined })}
      />
      <span title={t(isPhoto ? 'forms.files.takenAt' : 'forms.files.date')}>
        {isPhoto ? (
          <DateTimeInput
            size="small"
            aria-label={t('forms.files.takenAt')}
            value={file.takenAt?.slice(0, 16)}
            onChange={(local) => onChange({ takenAt: local && instantOfLocal(local) })}
          />
        ) : (
          <DateInput
            size="small"
            aria-label={t('forms.files.date')}
            value={file.date}
            onChange={(date) => onChange({ date })}
          />
        )}
      </span>
      <Button size="small" type="text" onClick={onRemove}>
        {t('forms.files.remove')}
      </Button>
    </div>
  );
};
