import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { everyMs, WORK_MS } from '../../api/asking.js';
import { Answer } from '../../shell/parts.js';

/** What was recorded and withdrawn, asked for when somebody wants to see it: each in one line, with what is known of it in grey. */
export const WithdrawnList = <T extends { readonly id: string }>({
  title,
  none,
  queryKey,
  load,
  isAwaited = () => false,
  what,
  known,
}: {
  readonly title: string;
  readonly none: string;
  readonly queryKey: readonly unknown[];
  readonly load: () => Promise<T[]>;
  /** Something of them is still to come: an open list is read again until it has. */
  readonly isAwaited?: (items: readonly T[]) => boolean;
  readonly what: (one: T) => ReactNode;
  /** Its paper, why and by whom it was withdrawn; what is missing is left out. */
  readonly known: (one: T) => readonly (string | null | undefined)[];
}) => {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({ queryKey, enabled: isOpen, queryFn: load, ...everyMs(WORK_MS, isAwaited) });
  return (
    <details className="withdrawn-list" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? (
        <Answer query={query} rows={2} empty={(items) => items.length === 0} emptyText={none}>
          {(items) => (
            <ul className="gap-list">
              {items.map((one) => (
                <li key={one.id}>
                  {what(one)} <span className="aside">{known(one).filter(Boolean).join(' · ')}</span>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      ) : null}
    </details>
  );
};
