import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { citedByKey, type CitedKey, evidenceKey } from '#libs/domain/evidence-key.js';
import { api, dataOf } from '../api/client.js';
import { type Column, columnsOf, type Nodes, openEnd } from './chain.js';

/** Enough for a notice with its figures; what lies further is read when the line gets there. */
const FIRST_LIMIT = 160;
const DEPTH = 10;

export interface Chain {
  readonly nodes: Nodes;
  readonly columns: readonly Column[];
  readonly isReading: boolean;
  readonly error: unknown;
  readonly refetch: () => void;
  /** Puts a record of a column on the line. */
  readonly choose: (column: number, key: string) => void;
}

/** The chain under a record, read as far as the chosen line goes. */
export const useChain = (record: CitedKey): Chain => {
  const start = evidenceKey(record);
  const [starts, setStarts] = useState<readonly string[]>([start]);
  const [choices, setChoices] = useState<readonly string[]>([start]);
  const answers = useQueries({
    queries: starts.map((key) => ({
      queryKey: ['evidence', key],
      staleTime: 60_000,
      queryFn: () => {
        const { version, ...path } = citedByKey(key);
        const query = { depth: DEPTH, limit: FIRST_LIMIT, ...(version === undefined ? {} : { version }) };
        return dataOf(api.GET('/api/evidence-chains/{service}/{kind}/{id}', { params: { path, query } }));
      },
    })),
  });
  const read = answers.filter(({ data }) => data).length;
  const nodes = useMemo(
    () => new Map(answers.flatMap(({ data }) => (data?.nodes ?? []).map((node) => [node.key, node] as const))),
    // The answers are a new list at every drawing; how many have come says whether something did.
    [starts, read],
  );
  const columns = useMemo(() => columnsOf(start, nodes, choices), [start, nodes, choices]);
  const end = openEnd(columns, nodes);
  useEffect(() => {
    if (end && nodes.size > 0 && !starts.includes(end)) setStarts([...starts, end]);
  }, [end, nodes, starts]);
  return {
    nodes,
    columns,
    isReading: answers.some(({ isPending }) => isPending),
    error: answers[0]?.error ?? null,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
    choose: (column, key) => setChoices([...columns.slice(0, column).map(({ chosen }) => chosen), key]),
  };
};
