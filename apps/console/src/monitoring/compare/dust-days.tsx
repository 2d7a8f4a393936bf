import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input, Progress, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { everyMs, WORK_MS } from '../../api/asking.js';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { DateInput } from '../../forms/date-controls.js';
import { useAreaName } from '../../reference/names.js';
import { problemText } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { everyPage, useStations } from '../monitoring-queries.js';
import { AreaItem, DaysItem, NEEDED_TEXT, useChosen, Recorded, RecordForm } from './recorded.js';
import { WithdrawnList } from './withdrawn-list.js';

type Recognition = Schemas['DustRecognition'];

/** What a recognition changes: it is read anew after one was recorded or withdrawn. */
const KEYS = ['dust-days', 'monitoring'];

const recognitions = (withdrawn: boolean): Promise<Recognition[]> =>
  everyPage<Recognition>((cursor) =>
    dataOf(
      api.GET('/api/dust-days', {
        params: { query: { ...(withdrawn ? { withdrawn: 'true' } : {}), cursor, limit: 100 } },
      }),
    ),
  );

/** Published figures follow it. */
const isFollowed = ({ percent }: Recognition): boolean => percent === 100;
const areAwaited = (list: readonly Recognition[]): boolean => !list.every(isFollowed);

/** Recognitions in force, or those withdrawn; looked at again until published figures follow all of them. */
const useRecognitions = (withdrawn: boolean, enabled: boolean) =>
  useQuery({
    queryKey: ['dust-days', withdrawn],
    enabled,
    queryFn: () => recognitions(withdrawn),
    ...everyMs(WORK_MS, areAwaited),
  });

/** Reads monitoring anew whenever published figures follow one more of the recognitions; none before they were read. */
const useFiguresAnew = (list: readonly Recognition[] | undefined): void => {
  const queries = useQueryClient();
  const followed = list ? JSON.stringify(list.filter(isFollowed).map(({ id }) => id)) : null;
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (followed === null) return;
    if (before.current !== null && before.current !== followed)
      void queries.invalidateQueries({ queryKey: ['monitoring'] });
    before.current = followed;
  }, [followed, queries]);
};

const KINDS = ['area', 'station'] as const;

interface Values {
  readonly areaId?: string;
  readonly stationIds?: string[];
  readonly from: string;
  readonly to: string;
  readonly document: string;
  readonly documentNumber?: string;
  readonly documentDate: string;
}

const StationsItem = () => {
  const { t } = useTranslation();
  const chosen = useChosen();
  const stations = useStations();
  return (
    <Form.Item
      name="stationIds"
      label={t('dustDays.stations')}
      extra={t('dustDays.stationsHelp')}
      rules={chosen(t('dustDays.stations'))}
    >
      <Select<string[]>
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        options={(stations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
};

const Recording = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const chosen = useChosen();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('area');
  const save = ({ areaId, stationIds, documentNumber, ...rest }: Values) =>
    api.POST('/api/dust-days', {
      body: {
        ...rest,
        ...(kind === 'area' ? { areaId: areaId ?? '' } : { stationIds: stationIds ?? [] }),
        ...(documentNumber?.trim() ? { documentNumber } : {}),
      },
    });
  return (
    <RecordForm<Values> action={t('dustDays.record')} keys={KEYS} save={save} onClose={onClose}>
      <p>{t('dustDays.aside')}</p>
      <Form.Item label={t('dustDays.whose')} extra={kind === 'area' ? t('dustDays.areaHelp') : null}>
        <Segmented
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`dustDays.kinds.${value}`) }))}
        />
      </Form.Item>
      {kind === 'area' ? <AreaItem label={t('airComparison.area')} /> : <StationsItem />}
      <DaysItem />
      <div className="form-pair">
        <Form.Item name="documentNumber" label={t('dustDays.documentNumber')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="documentDate" label={t('dustDays.documentDate')} rules={chosen(t('dustDays.documentDate'))}>
          <DateInput allowClear={false} />
        </Form.Item>
      </div>
    </RecordForm>
  );
};

const WithdrawForm = ({
  id,
  onDone,
  onClose,
}: {
  readonly id: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const save = useMutation({
    mutationFn: ({ reason }: { readonly reason: string }) =>
      api.POST('/api/dust-days/{id}/withdraw', { params: { path: { id } }, body: { reason } }),
    onSuccess: async () => {
      void message.success(t('dustDays.withdrawnNow'));
      onDone();
      onClose();
      await Promise.all(KEYS.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <Form<{ readonly reason: string }> layout="vertical" onFinish={(values) => save.mutate(values)}>
      <p>{t('dustDays.withdrawAside')}</p>
      <Form.Item name="reason" label={t('dustDays.reason')} rules={NEEDED_TEXT}>
        <Input maxLength={500} />
      </Form.Item>
      {save.error ? (
        <div className="form-trouble" role="alert">
          {problemText(save.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" danger htmlType="submit" loading={save.isPending}>
          {t('dustDays.withdraw')}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
  );
};

const daysOf = ({ from, to }: Recognition): string => (from === to ? from : `${from} – ${to}`);
const paperOf = ({ document, documentNumber, documentDate }: Recognition): string =>
  [document, documentNumber, documentDate].filter((text) => text !== null).join(' · ');

/** Names what a recognition speaks of. */
const useWhose = () => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const stations = useStations(true);
  const nameOf = (id: string): string => stations.data?.find((one) => one.id === id)?.name ?? id;
  return ({ areaId, stationIds }: Recognition): string =>
    areaId === null ? (stationIds ?? []).map(nameOf).join(t('states.comma')) : areaName(areaId);
};

const Withdrawn = () => {
  const { t } = useTranslation();
  const whose = useWhose();
  return (
    <WithdrawnList
      title={t('dustDays.withdrawnOnes')}
      none={t('dustDays.noWithdrawn')}
      queryKey={['dust-days', true]}
      load={() => recognitions(true)}
      isAwaited={areAwaited}
      what={(one) => `${daysOf(one)} ${whose(one)}`}
      known={(one) => [
        paperOf(one),
        one.withdrawn?.reason,
        one.withdrawn?.by,
        isFollowed(one) ? null : t('dustDays.workedTo', { percent: one.percent }),
      ]}
    />
  );
};

/** Dust days as the network recognises them, with the papers that say so. */
export const DustDays = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()('data.review');
  const whose = useWhose();
  const [leaving, setLeaving] = useState<Recognition | null>(null);
  const close = (): void => setLeaving(null);
  // Who has just withdrawn one waits for its figures; others ask for those withdrawn when they open their list.
  const [hasWithdrawn, setHasWithdrawn] = useState(false);
  const inForce = useRecognitions(false, true);
  const withdrawn = useRecognitions(true, hasWithdrawn);
  useFiguresAnew(inForce.data);
  useFiguresAnew(withdrawn.data);
  return (
    <Recorded
      title={t('dustDays.title')}
      aside={t('dustDays.aside')}
      none={t('dustDays.none')}
      action={t('dustDays.record')}
      permission="data.review"
      query={inForce}
      heads={[
        t('dustDays.days'),
        t('dustDays.whose'),
        t('dustDays.document'),
        t('dustDays.recorded'),
        ...(mayWrite ? [{ unseen: t('dustDays.withdraw') }] : []),
      ]}
      row={(one) => (
        <tr key={one.id}>
          <th scope="row">{daysOf(one)}</th>
          <td className="wraps">{whose(one)}</td>
          <td className="wraps">{paperOf(one)}</td>
          <td>
            {`${one.recordedBy} ${minuteText(one.recordedAt)}`}
            {isFollowed(one) ? null : (
              <Progress percent={one.percent} size="small" aria-label={t('dustDays.working')} />
            )}
          </td>
          {mayWrite ? (
            <td>
              <Button type="link" size="small" onClick={() => setLeaving(one)}>
                {t('dustDays.withdraw')}
              </Button>
            </td>
          ) : null}
        </tr>
      )}
      form={(_known, onClose) => <Recording onClose={onClose} />}
    >
      <Withdrawn />
      <Drawer
        open={leaving !== null}
        onClose={close}
        size={560}
        title={leaving ? `${t('dustDays.withdraw')}：${daysOf(leaving)} ${whose(leaving)}` : ''}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {leaving ? <WithdrawForm id={leaving.id} onDone={() => setHasWithdrawn(true)} onClose={close} /> : null}
      </Drawer>
    </Recorded>
  );
};
