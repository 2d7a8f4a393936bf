import { useMutation } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../reference/download.js';
import { problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import type { ActDetail } from '../queries.js';

/** The paper as a file, and the bundle of everything it rests on. */
export const ActFiles = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { message } = AntApp.useApp();
  const save = useMutation({
    mutationFn: ({ path, name }: { path: string; name: string }) => saveFile(`/api${path}`, name, true),
    onError: (why) => message.error(problemText(why)),
  });
  const { document, bundle } = act;
  return (
    <Section>
      <div className="act-files">
        {act.message ? null : (
          <div>
            <Button
              type="primary"
              disabled={!document.path}
              loading={save.isPending && save.variables.path === document.path}
              onClick={() => save.mutate({ path: document.path!, name: document.fileName ?? `${act.title}.docx` })}
            >
              {t('pressure.act.download')}
            </Button>
            <div className="aside">
              {document.fault
                ? t('pressure.act.documentFault', { why: document.fault })
                : document.ready
                  ? document.fileName
                  : document.path
                    ? t('pressure.act.documentWaits')
                    : null}
              {document.sha256 ? <code className="hash-line">SHA-256 {document.sha256}</code> : null}
            </div>
          </div>
        )}
        {may('evidence.read') ? (
          <div>
            <Button
              disabled={!bundle.path}
              loading={save.isPending && save.variables.path === bundle.path}
              onClick={() => save.mutate({ path: bundle.path!, name: `${act.number ?? act.title}.zip` })}
            >
              {t('pressure.act.bundle')}
            </Button>
            <div className="aside">
              {bundle.pinnedAt
                ? t('pressure.act.bundleAside', { n: bundle.entries ?? 0, at: minuteText(bundle.pinnedAt) })
                : t('pressure.act.bundleNone')}
              {bundle.missingRecords > 0 ? (
                <span className="overdue"> {t('pressure.act.bundleMissing', { n: bundle.missingRecords })}</span>
              ) : null}
              {bundle.sha256 ? <code className="hash-line">SHA-256 {bundle.sha256}</code> : null}
            </div>
          </div>
        ) : null}
      </div>
    </Section>
  );
};
