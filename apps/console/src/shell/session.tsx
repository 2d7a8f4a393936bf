import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { api, ApiProblem, dataOf, type Schemas, whenSignedOut } from '../api/client.js';
import { dayText } from './time.js';

export type Me = Schemas['Me'];
const Session = createContext<Me | null>(null);

export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unreachable'; readonly why: unknown }
  | { readonly kind: 'signed-out'; readonly hasEnded: boolean }
  | { readonly kind: 'signed-in'; readonly me: Me };

/** Often enough for the platform's clock to be right to the minute. */
const ASK_AGAIN_MS = 30_000;
const TRY_AGAIN_MS = 4_000;

/** Who is signed in. A session that ended under somebody's hands is told apart from nobody having signed in. */
export const useSessionState = (): SessionState => {
  const queries = useQueryClient();
  const [hasEnded, setHasEnded] = useState(false);
  useEffect(() => {
    whenSignedOut(() => {
      setHasEnded(true);
      queries.setQueryData(['me'], null);
    });
  }, [queries]);
  const { data, error } = useQuery({
    queryKey: ['me'],
    staleTime: ASK_AGAIN_MS,
    refetchInterval: (query) => (query.state.error ? TRY_AGAIN_MS : query.state.data === null ? false : ASK_AGAIN_MS),
    retry: false,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await dataOf(api.GET('/api/me'));
      } catch (why) {
        if (why instanceof ApiProblem && why.problem.status === 401) return null;
        throw why;
      }
    },
  });
  useEffect(() => {
    if (data) setHasEnded(false);
  }, [data]);
  if (data) return { kind: 'signed-in', me: data };
  if (data === null) return { kind: 'signed-out', hasEnded };
  return error ? { kind: 'unreachable', why: error } : { kind: 'asking' };
};

export const SessionProvider = ({ me, children }: { readonly me: Me; readonly children: ReactNode }) => (
  <Session.Provider value={me}>{children}</Session.Provider>
);

export const useMe = (): Me => {
  const me = useContext(Session);
  if (!me) throw new Error('no session here');
  return me;
};

/** Whether the signed-in person has a permission for any unit; the owner of a record checks which. */
export const useMay = (): ((permission: string) => boolean) => {
  const { grants } = useMe();
  const permissions = useMemo(() => new Set(grants.map((grant) => grant.permission)), [grants]);
  return (permission) => permissions.has(permission);
};

/** Today by the platform's clock, `YYYY-MM-DD` in the district's zone. */
export const usePlatformToday = (): string => dayText(useMe().now);
