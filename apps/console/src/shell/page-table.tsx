import { Fragment, type ReactNode } from 'react';

/** A head of a column: its text, at the right above figures; `unseen` names a column of buttons to who cannot see it. */
export type Head = string | { readonly right: ReactNode } | { readonly unseen: string };

const cellOf = (head: Head): ReactNode =>
  typeof head === 'string' ? (
    <th scope="col">{head}</th>
  ) : 'right' in head ? (
    <th scope="col" className="right">
      {head.right}
    </th>
  ) : (
    <th scope="col" aria-label={head.unseen} />
  );

interface PageTableProps {
  readonly heads: readonly Head[];
  /** Rows of several lines keep their cells at the top. */
  readonly isTall?: boolean;
  readonly children: ReactNode;
}

/** A table of a page that scrolls sideways by itself where the page is too narrow. */
export const PageTable = ({ heads, isTall = false, children }: PageTableProps) => (
  <div className="table-scroll">
    <table className={isTall ? 'page-table tall' : 'page-table'}>
      <thead>
        <tr>
          {heads.map((head, n) => (
            <Fragment key={n}>{cellOf(head)}</Fragment>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
