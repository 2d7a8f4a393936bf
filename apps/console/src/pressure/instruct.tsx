import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/client.js';
import { useNamed } from '../i18n.js';
import { usePostName, usePosts, useUnits } from '../reference/names.js';
import { problemText } from '../shell/parts.js';
import { useMe } from '../shell/session.js';
import { useLadder } from './queries.js';

/** Posts that give instructions: those of leaders of the area. */
const LEADERS = new Set(['secretary', 'head', 'leader-in-charge', 'committee-deputy-director', 'office-director']);

interface Values {
  readonly leaderPostId: string;
  readonly text: string;
  readonly rung?: string;
  readonly ownerUnitId?: string;
  readonly feedbackBy?: string;
}

const InstructForm = ({
  warningId,
  ladderId,
  onDone,
}: {
  readonly warningId: string;
  readonly ladderId: string | null;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const me = useMe();
  const posts = usePosts();
  const postName = usePostName();
  const units = useUnits();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const rungs = useLadder(ladderId).data?.rungs ?? [];
  const save = useMutation({
    mutationFn: (values: Values) =>
      send('/instructions', {
        ...Object.fromEntries(Object.entries(values).filter(([, value]) => value)),
        warningId,
        ...(ladderId ? { ladderId } : {}),
      }),
    onSuccess: async () => {
      void message.success(t('pressure.instruct.done'));
      onDone();
      await queries.invalidateQueries();
    },
  });
  const leaders = [...(posts?.values() ?? [])].filter(({ kind, retired }) => !retired && LEADERS.has(kind));
  const own = me.posts.find(({ id }) => leaders.some((post) => post.id === id))?.id;
  return (
    <Form<Values>
      layout="vertical"
      initialValues={own ? { leaderPostId: own } : {}}
      onFinish={(values) => save.mutate(values)}
    >
      <Form.Item name="leaderPostId" label={t('pressure.instruct.leader')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={leaders.map(({ id }) => ({ value: id, label: postName(id) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('pressure.instruct.text')} rules={[{ required: true }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
      </Form.Item>
      {rungs.length > 0 ? (
        <Form.Item name="rung" label={t('pressure.instruct.rung')}>
          <Select
            allowClear
            placeholder={t('pressure.instruct.rungNone')}
            options={rungs.map(({ id, name }) => ({ value: id, label: named(name) }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="ownerUnitId" label={t('pressure.instruct.owner')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={[...(units?.values() ?? [])].map(({ id, shortName }) => ({ value: id, label: shortName }))}
        />
      </Form.Item>
      <Form.Item name="feedbackBy" label={t('pressure.instruct.feedback')}>
        <Input type="date" style={{ maxWidth: 180 }} />
      </Form.Item>
      {save.error ? <p className="overdue">{problemText(save.error)}</p> : null}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('pressure.instruct.save')}
      </Button>
    </Form>
  );
};

/** Puts a leader's words on record; they may order a step of the ladder. */
export const InstructButton = ({
  warningId,
  ladderId,
}: {
  readonly warningId: string;
  readonly ladderId: string | null;
}) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('pressure.instruct.open')}</Button>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        size={480}
        destroyOnHidden
        title={t('pressure.instruct.title')}
      >
        <InstructForm warningId={warningId} ladderId={ladderId} onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
};
