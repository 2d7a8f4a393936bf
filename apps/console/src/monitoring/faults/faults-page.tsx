import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { BlockedAddresses } from '../devices/blocked-addresses.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { SubPages } from '../sub-pages.js';
import { More } from '../../shell/more.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { faultPlace } from './fault-place.js';
import { minuteText } from '../../shell/time.js';
import { PageTable } from '../../shell/page-table.js';
import { type Fault, type FaultChoice, useFaults } from './fault-queries.js';
import { faultsZh } from './texts.js';

const LONGEST_SOURCE = 100;
const LONGEST_LINE = 160;

/** The bytes of what was no packet, or a way to the packet it is in. */
const Content = ({ fault }: { readonly fault: Fault }) => {
  const { t } = useTranslation();
  if (fault.packetId)
    return (
      <EvidenceButton record={{ service: 'monitoring', kind: 'packet', id: fault.packetId }}>
        {t('faults.packet')}
      </EvidenceButton>
    );
  if (fault.text === null || fault.hex === null) return '–';
  return (
    <details className="fault-bytes">
      <summary>
        <code>{fault.text.slice(0, LONGEST_LINE)}</code>
      </summary>
      <p className="aside">
        {t('faults.bytes', { n: fault.hex.length / 2 })}
        {fault.isPasswordHidden ? ` · ${t('faults.passwordHidden')}` : ''}
        {fault.sha256 ? ` · SHA-256 ${fault.sha256}` : ''}
      </p>
      <pre className="raw-bytes">{fault.text}</pre>
      <p className="aside">{t('faults.hex')}</p>
      <pre className="raw-bytes">{fault.hex}</pre>
    </details>
  );
};

const Rows = ({ items }: { readonly items: readonly Fault[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      isTall
      heads={[
        t('faults.at'),
        t('faults.reason'),
        t('faults.source'),
        t('faults.door'),
        t('faults.where'),
        t('faults.content'),
      ]}
    >
      {items.map((fault) => (
        <tr key={fault.id}>
          <td>{minuteText(fault.at)}</td>
          <td title={fault.reason}>{t(`faults.reasons.${fault.reason}`, { defaultValue: fault.reason })}</td>
          <td>{fault.source === null || fault.source === 'unknown' ? t('faults.unknownSource') : fault.source}</td>
          <td>{fault.door === null ? '–' : t(`faults.doors.${fault.door}`, { defaultValue: fault.door })}</td>
          <td className="wraps">{faultPlace(t, fault.where)}</td>
          <td className="wraps">
            <Content fault={fault} />
          </td>
        </tr>
      ))}
    </PageTable>
  );
};

/** What came in and was not taken (未采用数据): why, whence, when, its bytes; and who is shut out at the door. */
export const FaultsPage = () => {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const choice: FaultChoice = { reason: address.get('reason') ?? '', source: address.get('source') ?? '' };
  const choose = (more: Partial<FaultChoice>): void =>
    setAddress(
      Object.entries({ ...choice, ...more }).filter(([, value]) => value !== ''),
      { replace: true },
    );
  const faults = useFaults(choice);
  const isChosen = choice.reason !== '' || choice.source !== '';
  const reasons = Object.keys(faultsZh.reasons).map((code) => ({
    value: code,
    label: `${t(`faults.reasons.${code}`, { defaultValue: code })} ${code}`,
  }));
  return (
    <Page title={t('faults.title')} lead={t('faults.lead')} extra={<SubPages />}>
      <BlockedAddresses />
      <Section flush title={t('faults.list')} aside={t('faults.aside')}>
        <p className="fault-choice">
          <Select
            showSearch
            optionFilterProp="label"
            aria-label={t('faults.reason')}
            value={choice.reason}
            options={[{ value: '', label: t('faults.anyReason') }, ...reasons]}
            onChange={(reason: string) => choose({ reason })}
          />
          <Input.Search
            key={choice.source}
            allowClear
            aria-label={t('faults.source')}
            placeholder={t('faults.sourcePlaceholder')}
            maxLength={LONGEST_SOURCE}
            defaultValue={choice.source}
            enterButton={t('faults.search')}
            onSearch={(source) => choose({ source: source.trim() })}
          />
        </p>
        <Answer
          query={faults}
          empty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          emptyText={t(isChosen ? 'faults.noneSuch' : 'faults.none')}
        >
          {({ pages }) => <Rows items={pages.flatMap(({ items }) => items)} />}
        </Answer>
        <More of={faults} />
      </Section>
    </Page>
  );
};
