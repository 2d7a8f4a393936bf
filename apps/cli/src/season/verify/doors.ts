import type { GatewayClient } from '../../gateway-client.js';
import type { ActDetail, ActSeen, BulletinSeen, DispatchDetail, DispatchSeen, LadderDetail } from './papers-seen.js';
import type {
  AirDay,
  AssessmentSeen,
  Chain,
  DataReview,
  DeliverySeen,
  ExceedanceSeen,
  FaultSeen,
  IndicatorSeen,
  InstructionSeen,
  MonitoringOverview,
  OperationsOverview,
  ProblemHistory,
  ProblemSeen,
  ProjectDetail,
  ProjectSeen,
  RatesSeen,
  RawPacketSeen,
  FundingSummary,
  TaskSeen,
  WarningSeen,
} from './records-seen.js';

const OFFICE = 'eco-office.clerk';
const OPERATOR = 'admin';

/** What is read once and then known. */
const remembered = <T>(read: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (key) => known.get(key) ?? known.set(key, read(key)).get(key)!;
};

/** The public interface as the checks read it: as the office's clerk, operations as the administrator. */
export const openDoors = (client: GatewayClient) => {
  const get = <T>(path: string, actor = OFFICE): Promise<T> => client.call<T>(actor, 'GET', `/api${path}`);
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    const join = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: T[]; nextCursor: string | null } = await get(
        `${path}${join}limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };
  const once = <T>(path: string, read: (path: string) => Promise<T>): (() => Promise<T>) => {
    const known = remembered(read);
    return () => known(path);
  };
  const one = <T>(path: (id: string) => string): ((id: string) => Promise<T>) =>
    remembered((id: string) => get<T>(path(encodeURIComponent(id))));
  return {
    warnings: once('/warnings?state=all', all<WarningSeen>),
    acts: once('/acts', all<ActSeen>),
    act: one<ActDetail>((id) => `/acts/${id}`),
    ladders: once('/ladders?state=all', all<{ id: string; ruleClass: string; subject: { id: string } }>),
    ladder: one<LadderDetail>((id) => `/ladders/${id}`),
    dispatches: once('/dispatches', all<DispatchSeen>),
    dispatch: one<DispatchDetail>((id) => `/dispatches/${id}`),
    instructions: once('/instructions', all<InstructionSeen>),
    bulletins: once('/bulletins', all<BulletinSeen>),
    assessments: once('/assessments?revisions=all', all<AssessmentSeen>),
    problems: once('/problems', all<ProblemSeen>),
    problemHistory: one<ProblemHistory>((id) => `/problems/${id}/history`),
    tasks: once('/tasks', all<TaskSeen>),
    lists: once('/lists', all<{ id: string; kind: string; items: number }>),
    rates: one<RatesSeen>((cutoff) => `/rates?cutoff=${cutoff}`),
    ratesKnownAt: (cutoff: string, knownAt: string): Promise<RatesSeen> =>
      get(`/rates?cutoff=${encodeURIComponent(cutoff)}&knownAt=${encodeURIComponent(knownAt)}`),
    projects: one<{ items: ProjectSeen[] }>((cutoff) => `/projects?cutoff=${cutoff}`),
    project: one<ProjectDetail>((id) => `/projects/${id}`),
    fundingSummary: one<FundingSummary>((cutoff) => `/funding-summary?cutoff=${cutoff}`),
    stationDays: remembered((id: string) => all<AirDay>(`/days?stationId=${id}`)),
    areaDays: remembered((id: string) => all<AirDay>(`/days?areaId=${id}`)),
    /** Every number of a definition, with all its revisions. */
    history: remembered((definition: string) =>
      all<IndicatorSeen>(`/indicator-history?definition=${definition}&revisions=all`),
    ),
    station: one<{ id: string; evaluationPoint: { status: string; basis: string | null } | null }>(
      (id) => `/stations/${id}`,
    ),
    stations: once('/stations', all<{ id: string; areaId: string; network: string }>),
    sections: once('/sections', all<{ id: string; water: { type: string; target: number } }>),
    outlets: once('/outlets', all<{ id: string }>),
    exceedances: once('/exceedances', all<ExceedanceSeen>),
    dataReviews: once('/data-reviews', all<DataReview>),
    faults: once('/faults', all<FaultSeen>),
    monitoringOverview: once('/monitoring-overview', get<MonitoringOverview>),
    operations: () => get<OperationsOverview>('/operations-overview', OPERATOR),
    parked: (service: string): Promise<{ items: { reason?: string }[] }> =>
      get(`/operations/${service}/parked?limit=50`, OPERATOR),
    deliveries: async (kind: string, id: string): Promise<DeliverySeen[]> =>
      (await get<{ items: DeliverySeen[] }>(`/deliveries/${kind}/${id}`)).items,
    readings: (
      subjectId: string,
      kind: string,
      from: Date,
      to: Date,
    ): Promise<{ items: { at: string; packetId: string }[]; isCut: boolean }> =>
      get(`/readings?subjectId=${subjectId}&kind=${kind}&from=${from.toISOString()}&to=${to.toISOString()}&limit=2000`),
    chain: (path: string): Promise<Chain> => get(path),
    rawPacket: one<RawPacketSeen>((id) => `/raw-packets/${id}`),
    file: (path: string): Promise<Buffer> => client.call(OFFICE, 'GET', `/api${path}`, { asBytes: true }),
  };
};

export type Doors = ReturnType<typeof openDoors>;
