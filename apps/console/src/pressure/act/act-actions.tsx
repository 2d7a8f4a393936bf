import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { send } from '../../api/client.js';
import { FieldsForm } from '../../forms/fields-form.js';
import { useNamed } from '../../i18n.js';
import { usePostName, usePosts } from '../../reference/names.js';
import { useMe, usePlatformToday } from '../../shell/session.js';
import { instantOfLocal } from '../../shell/time.js';
import type { ActDetail } from '../queries.js';
import { pressureZh } from '../texts.js';

type Action = ActDetail['nextActions'][number];
type Field = Action['fields'][number];

/** What takes an act forward comes first and is the coloured one; what takes it back comes last. */
const FORWARD = [
  'approve',
  'sign',
  'issue',
  'receipt',
  'reply',
  'plan',
  'hold-meeting',
  'countersign',
  'prepare',
  'minutes',
  'verify',
  'lift',
];
const BACKWARD = new Set(['return', 'cancel', 'withdrawal', 'correction', 'record-absence', 'record-refused-receipt']);
/** Acts of the signer carry the hash of what was read, so that nobody signs something else. */
const SIGNING = new Set(['approve', 'sign']);

const rankOf = (action: string): number => {
  const at = FORWARD.indexOf(action);
  return at >= 0 ? at : BACKWARD.has(action) ? 100 : 50;
};

type Choice = keyof typeof pressureZh.act.outcome | keyof typeof pressureZh.act.publicity;
const CHOICES: Readonly<Record<string, readonly Choice[]>> = {
  outcome: ['received', 'by-deputy', 'refused'],
  publicity: ['public', 'internal', 'closed'],
};

const PostsInput = ({
  id,
  value,
  onChange,
}: {
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}) => {
  const { t } = useTranslation();
  const posts = usePosts();
  const postName = usePostName();
  return (
    <Select<string[]>
      {...(id ? { id } : {})}
      mode="multiple"
      value={value ?? []}
      placeholder={t('pressure.act.posts')}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(next) => onChange?.(next)}
      options={[...(posts?.values() ?? [])]
        .filter(({ retired }) => !retired)
        .map((post) => ({ value: post.id, label: postName(post.id) }))}
    />
  );
};

/** What the form begins with: what the act itself says. */
const firstOf = (act: ActDetail, action: Action, myPosts: readonly string[]): Record<string, unknown> => {
  const first: Record<string, unknown> = {};
  const names = new Set(action.fields.map(({ name }) => name));
  const own = act.addresseePosts.find(({ id }) => myPosts.includes(id));
  if (names.has('receivingPostId')) first['receivingPostId'] = (own ?? act.addresseePosts[0])?.id;
  // Who does not hold the post the paper is addressed to receives it for whoever does (代收).
  if (names.has('outcome')) first['outcome'] = own ? 'received' : 'by-deputy';
  if (names.has('summonedPostIds')) first['summonedPostIds'] = act.addresseePosts.map(({ id }) => id);
  if (names.has('attendedPostIds')) first['attendedPostIds'] = act.addresseePosts.map(({ id }) => id);
  if (names.has('passed')) first['passed'] = true;
  return first;
};

const ActionForm = ({
  act,
  action,
  onDone,
}: {
  readonly act: ActDetail;
  readonly action: Action;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const today = usePlatformToday();
  const me = useMe();
  const queries = useQueryClient();
  const { message, notification } = AntApp.useApp();
  const instants = action.fields.filter(({ control }) => control === 'datetime').map(({ name }) => name);
  const mutation = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      send(action.path, {
        ...values,
        ...Object.fromEntries(
          instants.flatMap((name) => (values[name] ? [[name, instantOfLocal(String(values[name]))]] : [])),
        ),
        ...(SIGNING.has(action.action) ? { contentSha256: act.contentSha256 } : {}),
        expectedVersion: act.version,
      }),
    onSuccess: async (outcome) => {
      const drafted = (outcome as { draftedActId?: string | null } | undefined)?.draftedActId;
      void message.success(t('pressure.act.done', { action: named(action) }));
      if (drafted)
        notification.info({
          title: t('pressure.act.drafted'),
          description: <Link to={`/pressure/acts/${drafted}`}>{t('pressure.act.openDrafted')}</Link>,
        });
      onDone();
      await queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          ['act', 'acts', 'ladder', 'ladders', 'warnings', 'board', 'inbox'].includes(String(queryKey[0])),
      });
    },
  });
  const isOwn = ({ name, control }: Field): boolean => control === 'posts' || name in CHOICES;
  const own = action.fields.filter(isOwn);
  const rest = action.fields.filter((field) => !isOwn(field) && field.control !== 'values');
  return (
    <FieldsForm
      fields={rest}
      subject={{ today }}
      first={firstOf(
        act,
        action,
        me.posts.map(({ id }) => id),
      )}
      submitText={named(action)}
      mutation={mutation}
      onCancel={onDone}
    >
      {own.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={named(field)}
          required={field.required}
          rules={field.required ? [{ required: true, message: t('states.required', { name: named(field) }) }] : []}
        >
          {field.control === 'posts' ? (
            <PostsInput />
          ) : (
            <Select
              options={(CHOICES[field.name] ?? []).map((value) => ({
                value,
                label:
                  field.name === 'publicity'
                    ? t(`pressure.act.publicity.${value as 'public'}`)
                    : t(`pressure.act.outcome.${value as 'received'}`),
              }))}
            />
          )}
        </Form.Item>
      ))}
    </FieldsForm>
  );
};

/** What the signed-in person may do with an act now; each opens its form. */
export const ActActions = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const [open, setOpen] = useState<string | null>(null);
  const actions = [...act.nextActions]
    .filter(({ method }) => method === 'POST')
    .sort((a, b) => rankOf(a.action) - rankOf(b.action));
  if (actions.length === 0) return null;
  const chosen = actions.find(({ action }) => action === open);
  return (
    <div className="next-steps">
      <h2>{t('pressure.act.next')}</h2>
      <div className="next-buttons">
        {actions.map((action, at) => (
          <Button
            key={action.action}
            type={at === 0 && !BACKWARD.has(action.action) ? 'primary' : 'default'}
            onClick={() => setOpen(action.action)}
          >
            {named(action)}
          </Button>
        ))}
      </div>
      <Drawer
        open={chosen !== undefined}
        size={560}
        destroyOnHidden
        mask={{ closable: false }}
        title={chosen ? named(chosen) : ''}
        onClose={() => setOpen(null)}
      >
        <p className="form-head">{act.title}</p>
        {chosen ? <ActionForm key={chosen.action} act={act} action={chosen} onDone={() => setOpen(null)} /> : null}
      </Drawer>
    </div>
  );
};
