import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMay } from './session.js';

/** What a kind of record is shown in, by the first word of the query keys of the pages. */
const SHOWN_IN: Readonly<Record<string, readonly string[]>> = {
  problem: ['problems', 'problem', 'my-work', 'ledger-overview', 'lists', 'rates', 'board'],
  task: ['tasks', 'task', 'my-work', 'ledger-overview', 'board', 'inbox'],
  project: ['projects', 'project', 'funding-summary', 'board'],
  warning: ['warnings', 'warning', 'ladders', 'ladder', 'board', 'inbox'],
  act: ['acts', 'act', 'ladders', 'ladder', 'my-work', 'board', 'inbox'],
  dispatch: ['dispatches', 'dispatch', 'my-work', 'inbox'],
};
/** A burst of changes asks once. */
const GATHER_MS = 1_500;
const OPEN_AGAIN_MS = 5_000;

/**
 * Listens to what happens and has the pages ask again for what it touches. A hidden page does not listen (browsers allow
 * few connections to one host); when it is looked at again it asks for everything anew.
 */
export const useLive = (): { isOffline: boolean } => {
  const queries = useQueryClient();
  const mayHear = useMay()('indicator.read');
  const [isOffline, setOffline] = useState(false);
  useEffect(() => (mayHear ? listen(queries, setOffline) : undefined), [queries, mayHear]);
  return { isOffline };
};

const listen = (queries: QueryClient, setOffline: (isOffline: boolean) => void): (() => void) => {
  let source: EventSource | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let touched = new Set<string>();

  const flush = (): void => {
    later = undefined;
    const heads = touched;
    touched = new Set();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => heads.has(String(queryKey[0])) });
  };
  const hear = (event: MessageEvent<string>): void => {
    const { kind } = JSON.parse(event.data) as { kind: string };
    for (const head of SHOWN_IN[kind] ?? []) touched.add(head);
    touched.add('me');
    later ??= setTimeout(flush, GATHER_MS);
  };
  const open = (hasMissed: boolean): void => {
    source?.close();
    source = new EventSource('/api/live');
    source.addEventListener('change', hear);
    source.onopen = () => {
      setOffline(false);
      if (hasMissed) void queries.invalidateQueries();
      hasMissed = false;
    };
    source.onerror = () => {
      setOffline(true);
      // The browser goes on by itself after a lost connection, but not after an answer that was no stream.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(reopening);
      reopening = setTimeout(() => {
        void queries.invalidateQueries({ queryKey: ['me'] });
        open(true);
      }, OPEN_AGAIN_MS);
    };
  };
  const close = (): void => {
    clearTimeout(reopening);
    source?.close();
    source = null;
  };
  const look = (): void => {
    if (document.visibilityState === 'hidden') close();
    else if (!source) open(true);
  };
  document.addEventListener('visibilitychange', look);
  if (document.visibilityState !== 'hidden') open(false);
  return () => {
    document.removeEventListener('visibilitychange', look);
    clearTimeout(later);
    close();
  };
};
