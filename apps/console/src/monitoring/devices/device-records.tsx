import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Answer } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { PageTable } from '../../shell/page-table.js';
import { useDeviceRecords } from './device-queries.js';

/** Words of a record of any kind; those it has not are empty. */
const wordsOf = (content: Readonly<Record<string, string | null>>) => {
  const word = (name: string): string => content[name] ?? '';
  return {
    ...{ equipment: word('equipment'), state: word('stateName') || word('state'), hours: word('hours') },
    ...{ factor: word('factor'), value: word('value'), restartedAt: word('restartedAt') },
    ...{ vase: word('vase'), code: word('code'), text: word('text') },
  };
};

/** What a device said beside values: states of facilities, running times, alarms, restarts, samples, logs. */
export const Records = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const records = useDeviceRecords(deviceId);
  return (
    <Answer
      query={records}
      empty={({ pages }) => pages[0]?.items.length === 0}
      emptyText={t('devices.noRecords')}
      rows={2}
    >
      {({ pages }) => (
        <>
          <PageTable heads={[t('devices.recordTime'), t('devices.recordKind'), t('devices.content')]}>
            {pages
              .flatMap(({ items }) => items)
              .map(({ id, at, kind, packetId, content }) => (
                <tr key={id}>
                  <td>
                    <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: packetId }}>
                      {minuteText(at)}
                    </EvidenceButton>
                  </td>
                  <td>{t(`devices.recordKinds.${kind}`)}</td>
                  <td>{t(`devices.recordTexts.${kind}`, wordsOf(content))}</td>
                </tr>
              ))}
          </PageTable>
          {records.hasNextPage ? (
            <Button type="link" loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
              {t('states.more', { n: 20 })}
            </Button>
          ) : null}
        </>
      )}
    </Answer>
  );
};
