import { Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl, type Schemas } from '../api/client.js';
import { isFileKind } from '../forms/files-control.js';
import { Nothing } from '../shell/parts.js';
import { minuteText } from '../shell/time.js';

type StoredFile = Omit<Schemas['StoredEvidence'], 'position'>;

const FLAGS = ['reused', 'too-far', 'outside-work-period'] as const;
const isFlag = (flag: string): flag is (typeof FLAGS)[number] => (FLAGS as readonly string[]).includes(flag);

/** Evidence filed with a record, newest first; what looks odd about a file is said beside it, a person judges. */
export const EvidenceFiles = ({
  files,
  emptyText,
}: {
  readonly files: readonly StoredFile[];
  readonly emptyText: string;
}) => {
  if (files.length === 0) return <Nothing text={emptyText} />;
  return (
    <ul className="evidence">
      {files.map((file) => (
        <EvidenceFile key={file.id} file={file} />
      ))}
    </ul>
  );
};

const EvidenceFile = ({ file }: { readonly file: StoredFile }) => {
  const { t } = useTranslation();
  const isPhoto = file.kind.startsWith('photo');
  return (
    <li>
      {isPhoto ? <Thumbnail file={file} /> : null}
      <div>
        <a href={fileUrl(file.sha256)} download={file.name}>
          {file.name}
        </a>
        <div className="aside">
          {isFileKind(file.kind) ? t(`forms.files.kinds.${file.kind}`) : file.kind}
          {file.takenAt ? ` · ${t('forms.files.takenAt')} ${minuteText(file.takenAt)}` : ''}
          {file.date ? ` · ${file.date}` : ''} · {minuteText(file.addedAt)}
        </div>
        {file.flags.map((flag) => (
          <Tag key={flag} color="warning">
            {isFlag(flag) ? t(`problems.detail.flags.${flag}`) : flag}
          </Tag>
        ))}
        <code className="aside hash" title={file.sha256}>
          {file.sha256.slice(0, 12)}
        </code>
      </div>
    </li>
  );
};

/** A photo that cannot be shown leaves no broken frame. */
const Thumbnail = ({ file }: { readonly file: StoredFile }) => {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return null;
  return (
    <a href={fileUrl(file.sha256)} target="_blank" rel="noreferrer">
      <img src={fileUrl(file.sha256)} alt={file.name} loading="lazy" onError={() => setBroken(true)} />
    </a>
  );
};
