import { App as AntApp, Button, Input } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Answer, problemText } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { commandName } from './command-kinds.js';
import { type DeviceCommand, useDeviceCommands, useDeviceWrite } from './device-queries.js';
import { comma } from '../../texts/joined.js';
import { termText } from '../../reference/terms.js';

const TROUBLED = ['failed', 'refused', 'timed-out', 'expired', 'interrupted'];

const RequestText = ({ request }: { readonly request: DeviceCommand['request'] }) => {
  const { t } = useTranslation();
  const { cn: _cn, ...fields } = request as Record<string, unknown> & { cn: string };
  const { from, to, ...rest } = fields;
  const span = typeof from === 'string' && typeof to === 'string' ? `${minuteText(from)} – ${minuteText(to)}` : '';
  const others = Object.entries(rest).map(
    ([name, value]) => `${t(`devices.${name}`, { defaultValue: name })} ${String(value)}`,
  );
  return <span className="aside">{[span, ...others].filter(Boolean).join(' ')}</span>;
};

const ResultCell = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  const facts = [
    command.result ? t(`devices.results.${command.result}`, { defaultValue: command.result }) : '',
    command.sendings > 1 ? t('devices.sendings', { n: command.sendings }) : '',
    command.parts > 0 ? t('devices.parts', { n: command.parts }) : '',
    ...Object.entries(command.reply ?? {}).map(([name, value]) => `${name}=${value}`),
  ];
  return <>{facts.filter(Boolean).join(comma()) || '–'}</>;
};

const TakeBack = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  const { modal, message } = AntApp.useApp();
  const reason = useRef('');
  const write = useDeviceWrite(
    (why: string) =>
      dataOf(
        api.POST('/api/device-commands/{id}/cancel', { params: { path: { id: command.id } }, body: { reason: why } }),
      ),
    t('devices.cancelled'),
    () => undefined,
  );
  const ask = (): void =>
    void modal.confirm({
      title: t('devices.cancelReason'),
      content: (
        <Input
          maxLength={500}
          aria-label={t('devices.cancelReason')}
          onChange={(e) => (reason.current = e.target.value)}
        />
      ),
      okText: t('devices.cancel'),
      cancelText: t('states.cancel'),
      onOk: () => write.mutateAsync(reason.current).catch((why: unknown) => message.error(problemText(why))),
    });
  return (
    <Button size="small" onClick={ask}>
      {t('devices.cancel')}
    </Button>
  );
};

/** Commands of a device and how they ended, the newest first. */
export const CommandList = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const may = useMay();
  const commands = useDeviceCommands(deviceId);
  return (
    <Answer query={commands} empty={(items) => items.length === 0} emptyText={t('devices.noCommands')}>
      {(items) => (
        <div className="table-scroll">
          <table className="page-table">
            <thead>
              <tr>
                <th scope="col">{t('devices.requestedAt')}</th>
                <th scope="col">{t('devices.command')}</th>
                <th scope="col">{t('devices.requestedBy')}</th>
                <th scope="col">{t('devices.state')}</th>
                <th scope="col">{t('devices.result')}</th>
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {items.map((command) => (
                <tr key={command.id}>
                  <td>{minuteText(command.requestedAt)}</td>
                  <td>
                    {command.cn} {termText(commandName(command.cn))} <RequestText request={command.request} />
                  </td>
                  <td>
                    {command.origin === 'gap' ? t('devices.byPlatform') : command.requestedBy}
                    {command.reason ? <span className="aside"> {command.reason}</span> : null}
                  </td>
                  <td className={TROUBLED.includes(command.state) ? 'overdue' : undefined}>
                    {t(`devices.states.${command.state}`)}
                  </td>
                  <td>
                    <ResultCell command={command} />
                  </td>
                  <td>{command.state === 'queued' && may('device.command') ? <TakeBack command={command} /> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Answer>
  );
};
