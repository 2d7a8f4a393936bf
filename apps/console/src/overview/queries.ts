import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';
import { useMay, useMe, usePlatformToday } from '../shell/session.js';
import { daysLater } from '../shell/time.js';

type Indicator = Schemas['MonitoringIndicator'];

/** Days of the strip beside an area's number. */
export const STRIP_DAYS = 14;
const WEEKS_BACK = 28;
const OFTEN = { staleTime: 60_000 } as const;

/** Start of a civil date of the district as an instant. */
const instantOf = (date: string): string => new Date(`${date}T00:00:00+08:00`).toISOString();

const published = (definition: string, from: string): Promise<Indicator[]> =>
  dataOf(
    api.GET('/api/monitoring-indicators', { params: { query: { definition, from: instantOf(from), limit: 200 } } }),
  ).then(({ items }) => items);

/** The air index of every area's days of late. */
export const useAreaDays = () => {
  const may = useMay()('indicator.read');
  const from = daysLater(usePlatformToday(), -(STRIP_DAYS + 1));
  return useQuery({
    queryKey: ['overview', 'area-days', from],
    ...OFTEN,
    enabled: may,
    queryFn: () => published('air.area.day.aqi', from),
  });
};

/** The latest ranking by the composite index; null before the first. */
export const useRanking = () => {
  const may = useMay()('assessment.read');
  return useQuery({
    queryKey: ['overview', 'ranking'],
    ...OFTEN,
    enabled: may,
    queryFn: async () =>
      (await dataOf(api.GET('/api/assessments', { params: { query: { scheme: 'air-monthly', limit: 1 } } })))
        .items[0] ?? null,
  });
};

export const useMonitoringOverview = () => {
  const may = useMay()('monitoring.read');
  return useQuery({
    queryKey: ['overview', 'monitoring'],
    ...OFTEN,
    enabled: may,
    queryFn: () => dataOf(api.GET('/api/monitoring-overview')),
  });
};

export interface SectionWeek {
  readonly of: Indicator;
  /** Weeks running beyond the target. */
  readonly running: number;
}

/** Classes of the latest evaluated week, section by section; null before the first. */
export const useSectionWeek = () => {
  const may = useMay()('indicator.read');
  const from = daysLater(usePlatformToday(), -WEEKS_BACK);
  return useQuery({
    queryKey: ['overview', 'section-week', from],
    ...OFTEN,
    enabled: may,
    queryFn: async (): Promise<{ period: Indicator['period']; sections: SectionWeek[] } | null> => {
      const [classes, runs] = await Promise.all([
        published('water.section.week.class', from),
        published('water.section.week.failing-running', from),
      ]);
      const period = classes.map((one) => one.period).sort((a, b) => b.end.localeCompare(a.end))[0];
      if (!period) return null;
      const ofWeek = (one: Indicator): boolean => one.period.label === period.label;
      const running = new Map(runs.filter(ofWeek).map((one) => [one.subject.id, Number(one.value ?? 0)]));
      return {
        period,
        sections: classes.filter(ofWeek).map((of) => ({ of, running: running.get(of.subject.id) ?? 0 })),
      };
    },
  });
};

export const useSectionNames = (): ((id: string) => string) => {
  const may = useMay()('monitoring.read');
  const { data } = useQuery({
    queryKey: ['sections', 'names'],
    staleTime: 5 * 60_000,
    enabled: may,
    queryFn: async () =>
      new Map((await dataOf(api.GET('/api/sections'))).items.map(({ id, name }) => [id, name] as const)),
  });
  return (id) => data?.get(id) ?? id;
};

export const useLedgerOverview = () => {
  const may = useMay()('problem.read');
  return useQuery({
    queryKey: ['ledger-overview'],
    ...OFTEN,
    enabled: may,
    queryFn: () => dataOf(api.GET('/api/ledger-overview')),
  });
};

export const useFunds = () => {
  const may = useMay()('project.read');
  const summary = useQuery({
    queryKey: ['funding-summary', 'now'],
    ...OFTEN,
    enabled: may,
    queryFn: () => dataOf(api.GET('/api/funding-summary')),
  });
  const projects = useQuery({
    queryKey: ['projects', 'overview'],
    ...OFTEN,
    enabled: may,
    queryFn: async () => (await dataOf(api.GET('/api/projects'))).items,
  });
  return { summary, projects };
};

export const useWarningSummary = () => {
  const may = useMay()('warning.read');
  return useQuery({
    queryKey: ['warnings', 'summary'],
    ...OFTEN,
    enabled: may,
    queryFn: () => dataOf(api.GET('/api/warning-summary')),
  });
};

/** States in which an act waits for somebody inside to agree. */
const WAITING = new Set(['review', 'countersign', 'signature']);

export interface ActAtWork {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly unitId: string | null;
  readonly since: string;
  readonly isYours: boolean;
}
export interface TalkAhead {
  readonly id: string;
  readonly title: string;
  readonly unitId: string | null;
  readonly at: string;
}

/** Acts that wait for review or signature, and talks that are called and not held yet. */
export const useActsAtWork = () => {
  const { posts, now } = useMe();
  const may = useMay()('act.read');
  const own = new Set(posts.map(({ id }) => id));
  const query = useQuery({
    queryKey: ['acts', 'at-work'],
    ...OFTEN,
    enabled: may,
    queryFn: async () =>
      (await dataOf(api.GET('/api/board', { params: { query: { kinds: 'act', open: 'true', limit: 500 } } }))).items,
  });
  const items = query.data ?? [];
  const waiting = items
    .filter(({ state }) => WAITING.has(state))
    .map((item): ActAtWork => ({
      id: item.id,
      title: item.title,
      state: item.state,
      unitId: item.leadUnitId,
      since: item.changedAt,
      isYours: item.state === 'signature' && own.has(String(item.details['approverPostId'] ?? '')),
    }))
    .sort((a, b) => Number(b.isYours) - Number(a.isYours) || a.since.localeCompare(b.since));
  const talks = items
    .flatMap(({ id, title, leadUnitId, details }): TalkAhead[] => {
      const at = details['meetingAt'];
      return details['kind'] === 'talk' && typeof at === 'string' && at > now
        ? [{ id, title, unitId: leadUnitId, at }]
        : [];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
  return { query, waiting, talks };
};

/** The sheet the next meeting looks at; null before the first. */
export const useLatestDispatch = () => {
  const may = useMay()('dispatch.read');
  return useQuery({
    queryKey: ['dispatches', 'latest'],
    ...OFTEN,
    enabled: may,
    queryFn: async () =>
      (await dataOf(api.GET('/api/dispatches', { params: { query: { limit: 1 } } }))).items[0] ?? null,
  });
};
