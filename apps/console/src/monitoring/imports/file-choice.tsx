import { Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '../../api/client.js';
import { problemText } from '../../shell/parts.js';

export interface ChosenFile {
  readonly sha256: string;
  readonly name: string;
}

/** One file, stored as it is chosen; the form gets its hash. */
export const FileChoice = ({
  value,
  onChange,
}: {
  readonly value?: ChosenFile;
  readonly onChange?: (file: ChosenFile | undefined) => void;
}) => {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<unknown>(null);
  const take = async (file: File): Promise<void> => {
    setWhy(null);
    setBusy(true);
    try {
      const { sha256 } = await uploadFile(file);
      onChange?.({ sha256, name: file.name });
    } catch (trouble) {
      onChange?.(undefined);
      setWhy(trouble);
    }
    setBusy(false);
  };
  return (
    <>
      <Upload
        accept=".csv,.gz,.xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button loading={isBusy}>{t(isBusy ? 'imports.uploading' : 'imports.choose')}</Button>
      </Upload>
      {value ? <span className="aside"> {value.name}</span> : null}
      {why ? (
        <div className="form-trouble" role="alert">
          {problemText(why)}
        </div>
      ) : null}
    </>
  );
};
