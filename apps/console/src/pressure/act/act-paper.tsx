import { Button } from 'antd';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../shell/parts.js';
import type { ActDetail } from '../queries.js';
import { EditDrawer } from './act-edit.js';
import { isGiven, itemsOf, paragraphsOf, type Piece, piecesOf, type Scope, scopeOf } from './paper-text.js';

/** Blocks as the template language has them (docs of the documents library); what is unknown is left out. */
interface Block {
  readonly heading?: number;
  readonly text?: string;
  readonly then?: string;
  readonly list?: number;
  readonly each?: string;
  readonly item?: string;
  readonly table?: {
    readonly each: string;
    readonly columns: readonly {
      readonly label: string;
      readonly value: string;
      readonly align?: 'left' | 'center' | 'right';
    }[];
    readonly empty?: string;
  };
  readonly form?: {
    readonly rows: readonly (readonly { readonly text: string; readonly label?: boolean; readonly span?: number }[])[];
  };
  readonly when?: string;
  readonly unless?: string;
  readonly blocks?: readonly (string | Block)[];
}

const ORDINALS = '一二三四五六七八九十';

interface Looks {
  readonly chosen: string | null;
  readonly onFigure: (id: string) => void;
  readonly missing: (label: string) => string;
}

const Pieces = ({ pieces, looks }: { readonly pieces: readonly Piece[]; readonly looks: Looks }) =>
  pieces.map((piece, at) => {
    if (piece.kind === 'text') return <Fragment key={at}>{piece.text}</Fragment>;
    if (piece.kind === 'gap')
      return (
        <mark key={at} className="paper-gap">
          {looks.missing(piece.label)}
        </mark>
      );
    return (
      <button
        key={at}
        type="button"
        className={looks.chosen === piece.figureId ? 'paper-figure chosen' : 'paper-figure'}
        onClick={() => looks.onFigure(piece.figureId)}
      >
        {piece.text}
      </button>
    );
  });

const Paragraphs = ({
  text,
  scope,
  looks,
  lead,
}: {
  readonly text: string;
  readonly scope: Scope;
  readonly looks: Looks;
  readonly lead?: ReactNode;
}) => {
  const paragraphs = paragraphsOf(piecesOf(text, scope));
  if (paragraphs.length === 0) return lead ? <p>{lead}</p> : null;
  return paragraphs.map((pieces, at) => (
    <p key={at}>
      {at === 0 ? lead : null}
      <Pieces pieces={pieces} looks={looks} />
    </p>
  ));
};

/** Headings are numbered as papers number them: 一、（一）1.（1）. */
const numberOf = (level: number, n: number): string =>
  level === 1
    ? `${ORDINALS[n - 1] ?? n}、`
    : level === 2
      ? `（${ORDINALS[n - 1] ?? n}）`
      : level === 3
        ? `${n}.`
        : `（${n}）`;

const Blocks = ({
  blocks,
  scope,
  looks,
}: {
  readonly blocks: readonly (string | Block)[];
  readonly scope: Scope;
  readonly looks: Looks;
}): ReactNode => {
  const counts = [0, 0, 0, 0, 0];
  const next = (level: number): number => {
    counts.fill(0, level + 1);
    return (counts[level] = (counts[level] ?? 0) + 1);
  };
  return blocks.map((block, at): ReactNode => {
    if (typeof block === 'string') return <Paragraphs key={at} text={block} scope={scope} looks={looks} />;
    if (block.heading !== undefined) {
      const lead = (
        <b>
          {numberOf(block.heading, next(block.heading))}
          <Pieces pieces={piecesOf(block.text ?? '', scope)} looks={looks} />
        </b>
      );
      return <Paragraphs key={at} text={block.then ?? ''} scope={scope} looks={looks} lead={lead} />;
    }
    if (block.list !== undefined && block.each)
      return itemsOf(block.each, scope).map((item, n) => (
        <Paragraphs
          key={`${at} ${n}`}
          text={block.item ?? ''}
          scope={item}
          looks={looks}
          lead={numberOf(block.list!, next(block.list!))}
        />
      ));
    if (block.table) {
      const { columns, each, empty } = block.table;
      const items = itemsOf(each, scope);
      if (items.length === 0) return empty ? <Paragraphs key={at} text={empty} scope={scope} looks={looks} /> : null;
      return (
        <div key={at} className="table-scroll">
          <table className="paper-table">
            <thead>
              <tr>
                {columns.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item, n) => (
                <tr key={n}>
                  {columns.map(({ label, value, align }) => (
                    <td key={label} style={{ textAlign: align ?? 'left' }}>
                      <Pieces pieces={piecesOf(value, item)} looks={looks} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
    if (block.form)
      return (
        <table key={at} className="paper-table">
          <tbody>
            {block.form.rows.map((row, n) => (
              <tr key={n}>
                {row.map(({ text, label, span }, cell) => (
                  <td key={cell} colSpan={span ?? 1} className={label ? 'aside' : undefined}>
                    <Pieces pieces={piecesOf(text, scope)} looks={looks} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    if (block.when && isGiven(block.when, scope))
      return <Blocks key={at} blocks={block.blocks ?? []} scope={scope} looks={looks} />;
    if (block.unless && !isGiven(block.unless, scope))
      return <Blocks key={at} blocks={block.blocks ?? []} scope={scope} looks={looks} />;
    return null;
  });
};

/** What the act says, as it stands; its figures lead to the table below, its gaps to the form that fills them. */
export const ActPaper = ({
  act,
  chosenFigure,
  onFigure,
}: {
  readonly act: ActDetail;
  readonly chosenFigure: string | null;
  readonly onFigure: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const looks: Looks = {
    chosen: chosenFigure,
    onFigure,
    missing: (label) => t('pressure.act.missing', { label }),
  };
  return (
    <Section
      title={t('pressure.act.paper')}
      aside={t('pressure.act.paperAside')}
      extra={
        act.canEdit && !act.message ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {act.blanks.length > 0 ? t('pressure.act.fill') : t('pressure.act.edit')}
          </Button>
        ) : null
      }
    >
      {act.blanks.length > 0 && act.canEdit ? (
        <p className="paper-blanks">
          {t('pressure.act.blanks', { names: act.blanks.map(({ label }) => label).join('、') })}
        </p>
      ) : null}
      <article className="paper" lang="zh-CN">
        {act.message ? (
          <>
            <h3>{act.message.title}</h3>
            {act.message.lines.map((line, at) => (
              <p key={at}>{line}</p>
            ))}
          </>
        ) : (
          <>
            <h3>{act.title}</h3>
            {act.number ? <p className="paper-number">{act.number}</p> : null}
            {act.addressee ? (
              <p className="paper-to">{String(act.parameters['unitName'] ?? act.addressee.name)}：</p>
            ) : null}
            <Blocks blocks={act.body as readonly (string | Block)[]} scope={scopeOf(act)} looks={looks} />
          </>
        )}
      </article>
      <EditDrawer act={act} isOpen={isEditing} onClose={() => setEditing(false)} />
    </Section>
  );
};
