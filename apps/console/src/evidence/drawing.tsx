import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { citedByKey } from '#libs/domain/evidence-key.js';
import type { Column, Nodes } from './chain.js';
import { useKindName, useRecordTitle } from './kind-name.js';

const BOX = { width: 172, height: 60, gap: 8 } as const;
const BETWEEN = 40;
const HEAD = 30;
/** Records of one column shown before the rest is asked for. */
const SHOWN = 7;

const middleOf = (row: number): number => HEAD + row * (BOX.height + BOX.gap) + BOX.height / 2;
const leftOf = (column: number): number => column * (BOX.width + BETWEEN);

/** The first records of a column; the chosen one is always among them. */
const shownOf = ({ keys, chosen }: Column, isWhole: boolean): readonly string[] => {
  if (isWhole || keys.length <= SHOWN) return keys;
  const first = keys.slice(0, SHOWN);
  return first.includes(chosen) ? first : [...first.slice(0, SHOWN - 1), chosen];
};

/** The chain as columns from left to right, joined along the chosen line. */
export const ChainDrawing = ({
  columns,
  nodes,
  looked,
  onChoose,
}: {
  readonly columns: readonly Column[];
  readonly nodes: Nodes;
  /** The record whose facts are shown. */
  readonly looked: string;
  readonly onChoose: (column: number, key: string) => void;
}) => {
  const { t } = useTranslation();
  const kindName = useKindName();
  const titleOf = useRecordTitle();
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set());
  const shown = columns.map((column, at) => shownOf(column, whole.has(at)));
  const rows = Math.max(...shown.map((keys, at) => keys.length + (columns[at]!.keys.length > SHOWN ? 0.6 : 0)));
  const size = { width: leftOf(columns.length) - BETWEEN, height: middleOf(rows) - BOX.height / 2 };
  return (
    <div className="chain" tabIndex={0} role="group" aria-label={t('evidence.title')}>
      <div className="chain-sheet" style={size}>
        <svg width={size.width} height={size.height} aria-hidden>
          {columns.slice(1).flatMap((column, before) => {
            const from = shown[before]!.indexOf(columns[before]!.chosen);
            const x1 = leftOf(before) + BOX.width;
            const x2 = leftOf(before + 1);
            return shown[before + 1]!.map((key, row) => (
              <path
                key={`${before} ${key}`}
                className={key === column.chosen ? 'chain-line chosen' : 'chain-line'}
                d={`M${x1} ${middleOf(from)}C${x1 + BETWEEN / 2} ${middleOf(from)} ${x2 - BETWEEN / 2} ${middleOf(row)} ${x2} ${middleOf(row)}`}
              />
            ));
          })}
        </svg>
        {columns.map((column, at) => (
          <div key={column.keys[0]} className="chain-column" style={{ left: leftOf(at), width: BOX.width }}>
            <div className="chain-kind">
              {kindName(citedByKey(column.chosen).kind)}
              {column.keys.length > 1 ? (
                <span className="aside"> {t('evidence.of', { n: column.keys.length })}</span>
              ) : null}
            </div>
            {shown[at]!.map((key) => {
              const node = nodes.get(key);
              const { kind } = citedByKey(key);
              const { title, when } = titleOf(key, node);
              return (
                <button
                  key={key}
                  type="button"
                  className={key === column.chosen ? 'chain-box chosen' : 'chain-box'}
                  aria-pressed={key === looked}
                  style={{ height: BOX.height, marginBottom: BOX.gap }}
                  onClick={() => onChoose(at, key)}
                >
                  <span className={node?.trouble ? 'chain-title overdue' : 'chain-title'}>
                    {node?.trouble ? t('evidence.trouble', { why: node.trouble }) : title}
                  </span>
                  <span className="aside chain-aside">
                    {kind === citedByKey(column.chosen).kind ? '' : `${kindName(kind)} `}
                    {node?.record?.currentVersion === undefined || node.record.version === undefined
                      ? when
                      : t('evidence.otherVersion', {
                          cited: node.record.version,
                          current: node.record.currentVersion,
                        })}
                  </span>
                </button>
              );
            })}
            {column.keys.length > SHOWN ? (
              <button
                type="button"
                className="chain-more"
                onClick={() => {
                  const next = new Set(whole);
                  if (!next.delete(at)) next.add(at);
                  setWhole(next);
                }}
              >
                {whole.has(at) ? t('evidence.fewer') : t('evidence.more', { n: column.keys.length - SHOWN })}
              </button>
            ) : null}
          </div>
        ))}
      </div>
    </div>
  );
};
