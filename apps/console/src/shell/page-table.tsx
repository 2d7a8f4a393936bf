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

/** A table of a page that scrolls sideways by itself where the page is too narrow. */
export const PageTable = ({ heads, children }: { readonly heads: readonly Head[]; readonly children: ReactNode }) => (
  <div className="table-scroll">
    <table className="page-table">
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
