import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemText } from '../../shell/parts.js';
import { type ChosenFile, FileChoice } from './file-choice.js';
import { DATA_STATES, LAYOUTS, requestImport, useImportWrite, useMappings } from './import-queries.js';
import { inBrackets } from '../../texts/joined.js';

interface Values {
  readonly file: ChosenFile;
  /** Id of a layout, or `mapping:` and the id of a mapping. */
  readonly layout: string;
  readonly dataState: string;
  readonly province?: string;
  readonly takeRest?: boolean;
  readonly reason?: string;
}
const MAPPED = 'mapping:';

const bodyOf = ({ file, layout, province, reason, ...rest }: Values, dryRun: boolean): object => ({
  ...rest,
  fileSha256: file.sha256,
  fileName: file.name,
  ...(layout.startsWith(MAPPED) ? { mappingId: layout.slice(MAPPED.length) } : { layout }),
  ...(province?.trim() ? { province: province.trim() } : {}),
  ...(reason?.trim() ? { reason: reason.trim() } : {}),
  dryRun,
});

/** Asks for a file to be tried or taken. */
export const ImportForm = () => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const mappings = useMappings().data ?? [];
  const layout = Form.useWatch('layout', form) ?? '';
  const needsReason = (Form.useWatch('dataState', form) ?? 'realtime') !== 'realtime';
  const mapped = mappings.find(({ id }) => layout === `${MAPPED}${id}`);
  const needsProvince = layout === 'cnemc-section' || (mapped?.mapping.code.length ?? 0) > 1;
  const write = useImportWrite(requestImport, 'asked', () => undefined);
  const ask = async (dryRun: boolean): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (values) write.mutate(bodyOf(values, dryRun));
  };
  return (
    <Form<Values> form={form} layout="vertical" className="import-form" initialValues={{ dataState: 'realtime' }}>
      <Form.Item name="file" label={t('imports.file')} rules={[{ required: true }]}>
        <FileChoice />
      </Form.Item>
      <Form.Item name="layout" label={t('imports.layout')} rules={[{ required: true }]}>
        <Select
          options={[
            ...LAYOUTS.map((id) => ({ value: id as string, label: t(`imports.layouts.${id}`) })),
            ...mappings.map(({ id, name, version }) => ({
              value: `${MAPPED}${id}`,
              label: `${t('imports.layouts.mapping')} ${name}${inBrackets(`v${version}`)}`,
            })),
          ]}
        />
      </Form.Item>
      <Form.Item name="dataState" label={t('imports.dataState')} rules={[{ required: true }]}>
        <Select options={DATA_STATES.map((id) => ({ value: id, label: t(`imports.dataStates.${id}`) }))} />
      </Form.Item>
      {needsReason ? (
        <Form.Item
          name="reason"
          label={t('imports.stateReason')}
          extra={t('imports.stateReasonHint')}
          rules={[{ required: true }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      ) : null}
      {needsProvince ? (
        <Form.Item
          name="province"
          label={t('imports.province')}
          extra={t('imports.provinceHint')}
          rules={[{ required: true }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      ) : null}
      <Form.Item name="takeRest" valuePropName="checked">
        <Checkbox>{t('imports.takeRest')}</Checkbox>
      </Form.Item>
      {write.error ? (
        <div className="form-trouble" role="alert">
          {problemText(write.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" loading={write.isPending} onClick={() => void ask(true)}>
          {t('imports.dryRun')}
        </Button>
        <Button loading={write.isPending} onClick={() => void ask(false)}>
          {t('imports.take')}
        </Button>
      </div>
    </Form>
  );
};
