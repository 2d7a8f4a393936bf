import { App as AntApp, Button, Drawer, Input, Popconfirm, Space } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts, problemText } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import { type ParkedAt, useOperate } from './operations-queries.js';
import { useOutcomeText, useReasonText, useServiceName } from './operation-names.js';

const prettied = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** A record that could not be handled, as it came, with what can be done about it. */
export const ParkedRecord = ({
  record,
  onClose,
}: {
  readonly record: ParkedAt | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={record !== null}
      onClose={onClose}
      size={680}
      title={record ? `${record.topic} · ${record.key}` : ''}
      destroyOnHidden
    >
      {record ? <Content key={record.id} record={record} onDone={onClose} /> : t('operations.noParked')}
    </Drawer>
  );
};

const Content = ({ record, onDone }: { readonly record: ParkedAt; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const mayAct = useMay()('operations.act');
  const reasonText = useReasonText();
  const outcomeText = useOutcomeText();
  const serviceName = useServiceName();
  const operate = useOperate();
  const original = prettied(record.text);
  const [text, setText] = useState(original);
  useEffect(() => setText(original), [original]);
  const isMended = text !== original;

  const act = (verb: 'replay' | 'discard', body?: object): void =>
    operate.mutate(
      { service: record.service, act: `parked/${record.id}/${verb}`, ...(body ? { body } : {}) },
      {
        onSuccess: ({ outcome }) => {
          const says = t('operations.outcome', { outcome: outcomeText(outcome) });
          if (outcome === 'parked') message.warning(says);
          else {
            message.success(says);
            onDone();
          }
        },
        onError: (why) => message.error(problemText(why)),
      },
    );
  const replay = (): void => {
    if (!isMended) return act('replay');
    try {
      act('replay', { mended: JSON.stringify(JSON.parse(text)) });
    } catch (why) {
      message.error(t('operations.notJson', { why: (why as Error).message }));
    }
  };

  return (
    <>
      <Facts
        items={[
          [t('operations.service'), serviceName(record.service)],
          [t('operations.consumer'), record.consumer],
          [t('operations.position'), `${record.partition} / ${record.offset}`],
          [t('operations.reason'), reasonText(record.reason)],
          [t('operations.attempts'), record.attempts],
          [t('operations.first'), minuteText(record.firstAt)],
          [t('operations.last'), minuteText(record.lastAt)],
          record.holdsKey && [t('operations.state'), t('operations.holdsKey')],
        ]}
      />
      <h3 className="block-head">{t('operations.error')}</h3>
      <pre className="trace trace-box">{record.error}</pre>
      <h3 className="block-head">{t('operations.content')}</h3>
      <Input.TextArea
        className="mono"
        value={text}
        readOnly={!mayAct}
        autoSize={{ minRows: 8, maxRows: 24 }}
        spellCheck={false}
        aria-label={t('operations.content')}
        onChange={(event) => setText(event.target.value)}
      />
      {mayAct ? (
        <Space style={{ marginTop: 12 }} wrap>
          <Button type="primary" loading={operate.isPending} onClick={replay}>
            {isMended ? t('operations.mend') : t('operations.replay')}
          </Button>
          {isMended ? <Button onClick={() => setText(original)}>{t('operations.restore')}</Button> : null}
          <Popconfirm
            title={t('operations.discardAsk')}
            onConfirm={() => act('discard')}
            okText={t('operations.discard')}
          >
            <Button disabled={operate.isPending}>{t('operations.discard')}</Button>
          </Popconfirm>
        </Space>
      ) : null}
      <h3 className="block-head">{t('operations.headers')}</h3>
      <pre className="trace trace-box">
        {Object.entries(record.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n') || t('states.none')}
      </pre>
    </>
  );
};
