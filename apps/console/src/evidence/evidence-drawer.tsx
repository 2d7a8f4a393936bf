import './evidence.css';
import { Button, Drawer, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { citedByKey, type CitedKey, evidenceKey } from '#libs/domain/evidence-key.js';
import { linkTo } from '../reference/links.js';
import { unitText } from '../reference/terms.js';
import { Trouble } from '../shell/parts.js';
import { minuteText } from '../shell/time.js';
import type { EvidenceNode } from './chain.js';
import { ChainDrawing } from './drawing.js';
import { factLabel, factValue } from './fact-text.js';
import { oneLine, useKindName, useRecordTitle } from './kind-name.js';
import { useChain } from './use-chain.js';

/** Instants are written as everywhere in the console; other values as their owner wrote them. */
const INSTANT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/g;
const factText = (value: string): string => value.replace(INSTANT, (instant) => minuteText(instant));

const isLong = (value: string): boolean => value.length > 60;
/** Facts that are read letter by letter; what has Chinese in it is a sentence, however long. */
const isLiteral = (value: string): boolean =>
  /^[0-9a-f]{32,}$/.test(value) || (isLong(value) && !/\p{Script=Han}/u.test(value));

const BARE_NUMBER = /^\d+$/;

const NodeFacts = ({ node }: { readonly node: EvidenceNode }) => {
  const { t } = useTranslation();
  const kindName = useKindName();
  const titleOf = useRecordTitle();
  const { kind, id } = citedByKey(node.key);
  const path = linkTo(kind, id);
  if (!node.record) return <p className="overdue">{t('evidence.trouble', { why: node.trouble ?? '' })}</p>;
  const { at, facts, version, currentVersion } = node.record;
  const { title } = titleOf(node.key, node);
  /** A fact that names a record the node rests on calls it as the drawing does; a bare number may as well be a value. */
  const referenceTitle = (value: string): string | null => {
    const reference = BARE_NUMBER.test(value) ? undefined : node.references.find((one) => citedByKey(one).id === value);
    return reference ? oneLine(titleOf(reference)) : null;
  };
  return (
    <section className="chain-facts" aria-live="polite">
      <h3>
        {kindName(kind)} · {path ? <Link to={path}>{title}</Link> : title}
      </h3>
      <p className="aside">
        {at ? minuteText(at) : null}{' '}
        {version === undefined || currentVersion !== undefined ? null : t('evidence.version', { n: version })}{' '}
        {t('evidence.identity')} <code>{node.key}</code>
      </p>
      {currentVersion === undefined || version === undefined ? null : (
        <p className="overdue">
          {t('evidence.otherVersion', { cited: version, current: currentVersion })}{' '}
          {t('evidence.otherVersionShown', { current: currentVersion })}
        </p>
      )}
      <dl className="chain-fact-list">
        {facts.map(({ label, value, unit }, n) => {
          const written = referenceTitle(value);
          const literal = written === null && isLiteral(value);
          return (
            <div key={`${label} ${n}`} className={literal || isLong(value) ? 'whole-line' : undefined}>
              <dt>{factLabel(label)}</dt>
              <dd>
                {literal ? <code>{value}</code> : (written ?? factText(factValue(value)))}
                {unit ? <small> {unitText(unit)}</small> : null}
              </dd>
            </div>
          );
        })}
      </dl>
      {node.references.length === 0 ? <p className="aside">{t('evidence.ends')}</p> : null}
    </section>
  );
};

const Chain = ({ record }: { readonly record: CitedKey }) => {
  const { t } = useTranslation();
  const { nodes, columns, isReading, error, refetch, choose } = useChain(record);
  const [looked, setLooked] = useState<string | null>(null);
  if (nodes.size === 0)
    return error ? (
      <Trouble why={error} onRetry={refetch} />
    ) : (
      <Skeleton active paragraph={{ rows: 8 }} title={false} />
    );
  const shown = looked && columns.some(({ keys }) => keys.includes(looked)) ? looked : columns[0]!.chosen;
  const node = nodes.get(shown);
  return (
    <>
      <ChainDrawing
        columns={columns}
        nodes={nodes}
        looked={shown}
        onChoose={(column, key) => {
          choose(column, key);
          setLooked(key);
        }}
      />
      {isReading ? <p className="aside">{t('evidence.reading')}</p> : null}
      {node ? <NodeFacts node={node} /> : <Skeleton active paragraph={{ rows: 3 }} title={false} />}
    </>
  );
};

/** What a record rests on, drawn down to the raw packet, the recorded entry or the report it ends at. */
export const EvidenceDrawer = ({
  record,
  title,
  onClose,
}: {
  readonly record: CitedKey | null;
  readonly title?: ReactNode;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={record !== null}
      size="min(1280px, 100vw)"
      onClose={onClose}
      title={title ?? t('evidence.title')}
      destroyOnHidden
    >
      <p className="aside">{t('evidence.lead')}</p>
      {record ? <Chain key={evidenceKey(record)} record={record} /> : null}
    </Drawer>
  );
};

/** A button that opens the chain under a record. */
export const EvidenceButton = ({
  record,
  children,
}: {
  readonly record: CitedKey;
  /** The number itself, where the number is the button. */
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {children ? (
        <button type="button" className="value-open" title={t('evidence.open')} onClick={() => setOpen(true)}>
          {children}
        </button>
      ) : (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('evidence.open')}
        </Button>
      )}
      <EvidenceDrawer record={isOpen ? record : null} onClose={() => setOpen(false)} />
    </>
  );
};
