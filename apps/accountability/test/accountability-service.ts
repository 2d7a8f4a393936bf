import { AreaState, CalendarState, DutyState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf, EventContract } from '#libs/contracts/event.js';
import { FundingIndicator } from '#libs/contracts/funding.events.js';
import { LedgerIndicator, ProblemChanged } from '#libs/contracts/ledger.events.js';
import {
  DrinkingSourceState,
  ExceedanceStarted,
  MonitoredSubjectState,
  MonitoringIndicator,
} from '#libs/contracts/monitoring.events.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { select } from '#libs/persistence/select.js';
import { quiet } from '#libs/testing/quiet.js';
import { startTestService, type TestService } from '#libs/testing/test-service.js';
import { AccountabilityConfig } from '../src/config.js';
import { accountability } from '../src/service.js';

/** Everything the service reads beside its own output. */
const READS = [
  UnitState,
  PostState,
  AreaState,
  DutyState,
  CalendarState,
  MonitoredSubjectState,
  DrinkingSourceState,
  MonitoringIndicator,
  ExceedanceStarted,
  LedgerIndicator,
  FundingIndicator,
  ProblemChanged,
].map(({ topic }) => topic);

/** What an installation says about its own agencies. */
export const AGENCY = {
  COMMITTEE_OFFICE: { name: '示例市生态环境保护委员会办公室', shortName: '示例市生环委办', code: '示例环委办' },
  COMMITTEE: { name: '示例市生态环境保护委员会', shortName: '示例市生环委', code: '示例环委' },
  districtRule: {
    title: '示例市督办约谈办法（样例）',
    number: '示例环委〔2026〕1号',
    clauses: { 'warning-yellow': '第八条第一项', 'supervision-order': '第十条', listing: '第十二条', talk: '第十五条' },
  },
  contact: { name: '督查专班', phone: '0000-0000000' },
};

/** `2026-05-07 17:00` of the district as an instant. */
export const shanghai = (wall: string): string =>
  new Date(`${wall.replace(' ', 'T')}${wall.length === 10 ? 'T00:00' : ''}:00+08:00`).toISOString();

export interface WarningSeen {
  readonly causeKey: string;
  readonly ruleClass: string;
  readonly subject: string;
  readonly severity: string;
  readonly count: number;
  readonly opens: string;
  readonly started: string;
  readonly ended: string | null;
  readonly endReason: string | null;
  readonly takenInBy: string | null;
  readonly version: number;
  readonly title: string;
  readonly unitIds: readonly string[];
  readonly dataState: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly warningId: string;
  readonly basis: { readonly references: readonly { readonly id: string; readonly version?: number }[] };
  readonly period: string;
}

export interface AccountabilityService extends TestService {
  /** Waits until everything sent is read, everything due done, everything written published and seen here. */
  settle(): Promise<void>;
  keep<C extends EventContract>(contract: C, states: readonly DataOf<C>[]): Promise<void>;
  warnings(ruleClass?: string): Promise<WarningSeen[]>;
  parked(): Promise<{ reason: string; error: string; topic: string }[]>;
}

export const startAccountability = async (at: string): Promise<AccountabilityService> => {
  const service = await startTestService({
    definition: accountability,
    config: AccountabilityConfig,
    at,
    settings: {
      LOG_LEVEL: process.env['TEST_LOG'] ?? 'error',
      SAMPLE_WATERMARK: 'true',
      AGENCY: JSON.stringify(AGENCY),
    },
  });
  const { running, kafka, db } = service;
  const send: TestService['send'] = service.send;
  return {
    ...service,
    settle: async () => {
      await quiet(
        {
          services: [{ db, schema: 'accountability' }],
          clock: running.parts.clock,
          kafka: kafka.kafka,
          namespace: kafka.namespace,
          groups: { accountability: READS },
          idle: [() => running.scheduler.idle()],
        },
        { deadlineMs: 60_000 },
      );
      await service.readBack();
    },
    keep: (contract, states) =>
      send(
        contract,
        states.map((data) => ({ key: (data as { id: string }).id, data })),
      ),
    warnings: async (ruleClass) => {
      const rows = await select<Omit<WarningSeen, 'started' | 'ended'> & { startedAt: Date; endedAt: Date | null }>(
        db.manager,
        `select w.warning_id, w.cause_key, w.rule_class, w.subject_kind || ':' || w.subject_id as subject, w.severity, w.count,
                w.opens, w.started_at, w.ended_at, w.end_reason, w.taken_in_by, w.version, w.title, w.unit_ids, w.data_state,
                w.details, w.basis, w.period_label as period
           from warning w where ($1::text is null or w.rule_class = $1) order by w.started_at, w.cause_key`,
        [ruleClass ?? null],
      );
      return rows.map(({ startedAt, endedAt, ...rest }) => ({
        ...rest,
        started: startedAt.toISOString(),
        ended: endedAt?.toISOString() ?? null,
      }));
    },
    parked: () =>
      select(
        db.manager,
        `select p.reason, p.error, p.topic from parked p where p.state = 'parked' order by p.first_at`,
      ),
  };
};

const unit = (id: string, type: string, parentId: string | null, areaId: string | null): DataOf<typeof UnitState> => ({
  id,
  version: 1,
  retired: false,
  name: `示例${id}`,
  shortName: id,
  type,
  parentId,
  path: parentId === null ? [id] : ['city', id],
  external: false,
  areaId,
});

export const AREA_IDS = ['990101', '990102', '990103', '990104', '990105', '990106'] as const;
const AREA_NAMES = ['甲区', '乙区', '丙区', '丁区', '戊区', '己区'];
export const unitOfArea = (areaId: string): string => `area-${'abcdef'[AREA_IDS.indexOf(areaId as never)]}`;

const area = (
  id: string,
  name: string,
  level: 'city' | 'county' | 'town',
  parentId: string | null,
  unitId: string,
) => ({
  id,
  version: 1,
  retired: false,
  name,
  level,
  parentId,
  unitId,
  outline: [],
});

const subject = (
  id: string,
  kind: 'station' | 'section' | 'outlet',
  name: string,
  areaId: string,
  more: Partial<DataOf<typeof MonitoredSubjectState>> = {},
): DataOf<typeof MonitoredSubjectState> => ({
  id,
  version: 1,
  retired: false,
  kind,
  name,
  areaId,
  position: null,
  evaluationPoint: null,
  water: null,
  limits: [],
  network: kind === 'station' ? 'air' : kind === 'section' ? 'water' : 'outlet',
  answersFor: [],
  ...more,
});
const answers = (unitId: string, sharePerMille = 1000) => ({
  unitId,
  sharePerMille,
  basis: '示例责任书',
  from: '2026-01-01',
  to: null,
});

/** A city with six areas, a station in each, sections, an outlet, the calendar of 2026 as far as the season needs it. */
export const sendCity = async (service: AccountabilityService): Promise<void> => {
  await service.keep(UnitState, [
    unit('city', 'AREA_ROOT', null, '990100'),
    unit('eco-office', 'ECO_COMMITTEE_OFFICE', 'city', '990100'),
    unit('eco-bureau', 'ECO_BUREAU', 'city', '990100'),
    unit('city-government', 'DISTRICT_GOVERNMENT', 'city', '990100'),
    unit('eco-committee', 'ECO_COMMITTEE', 'city', '990100'),
    unit('supervision-office', 'SUPERVISION_OFFICE', 'city', '990100'),
    unit('water', 'LINE_DEPARTMENT', 'city', '990100'),
    ...AREA_IDS.map((id) => unit(unitOfArea(id), 'COUNTY_GOVERNMENT', 'city', id)),
  ]);
  await service.keep(AreaState, [
    area('990100', '示例市', 'city', null, 'city'),
    ...AREA_IDS.map((id, index) => area(id, AREA_NAMES[index]!, 'county', '990100', unitOfArea(id))),
    ...AREA_IDS.map((id) => area(`${id}001`, `${id}一街道`, 'town', id, `${unitOfArea(id)}-t1`)),
  ]);
  await service.keep(MonitoredSubjectState, [
    ...AREA_IDS.map((id, index) => subject(`ST0${index + 1}`, 'station', `站点${index + 1}`, `${id}001`)),
    subject('DM02', 'section', '断面2', '990106001', {
      water: { type: 'river', target: 3 },
      answersFor: [answers('area-f')],
    }),
    subject('DM04', 'section', '断面4', '990102001', {
      water: { type: 'river', target: 3, basis: '示例办〔2026〕3号断面水质目标责任书' },
      answersFor: [answers('area-e', 400), answers('area-b', 600)],
    }),
    subject('DM05', 'section', '断面5', '990105001', { water: { type: 'river', target: 3 } }),
    subject('DM07', 'section', '断面7', '990101001', { water: { type: 'river', target: 3 } }),
    subject('DM08', 'section', '断面8', '990103001', { water: { type: 'river', target: 3 } }),
    subject('OUT01', 'outlet', '示例企业一污水总排口', '990102001', { answersFor: [answers('area-b')] }),
  ]);
  const post = (id: string, unitId: string, title: string, kind: string) => ({
    id,
    version: 1,
    retired: false,
    unitId,
    title,
    kind,
    holders: [],
  });
  await service.keep(PostState, [
    post('eco-office.director', 'eco-office', '市生环委办主任', 'office-director'),
    post('eco-office.clerk', 'eco-office', '市生环委办综合科', 'office-clerk'),
    post('city-government.leader-in-charge', 'city-government', '分管副市长', 'leader-in-charge'),
    post('city-government.head', 'city-government', '市长', 'head'),
    post('eco-committee.deputy-director', 'eco-committee', '市生环委副主任', 'committee-deputy-director'),
    ...AREA_IDS.flatMap((id) => {
      const of = unitOfArea(id);
      return [
        post(`${of}.liaison`, of, `${of}联络员`, 'liaison'),
        post(`${of}.government-head`, of, `${of}区长`, 'principal'),
        post(`${of}.deputy`, of, `${of}副区长`, 'deputy'),
      ];
    }),
  ]);
  const off = (date: string, name: string) => ({ date, name, isOffDay: true });
  await service.keep(CalendarState, [
    {
      id: '2026',
      version: 1,
      retired: false,
      year: 2026,
      official: true,
      papers: ['国办发明电〔2025〕7号'],
      days: [
        ...['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'].map((date) => off(date, '劳动节')),
        { date: '2026-05-09', name: '劳动节', isOffDay: false },
        ...['2026-06-19', '2026-06-20', '2026-06-21'].map((date) => off(date, '端午节')),
      ],
    },
  ]);
  await service.settle();
};

/** An indicator's event as its owner publishes it; `at` is when it became known, the end of its period unless said. */
export const number = (
  definition: string,
  of: { kind: string; id: string },
  period: DataOf<typeof MonitoringIndicator>['period'],
  value: string | null,
  more: Partial<DataOf<typeof MonitoringIndicator>> & { at?: string } = {},
): { key: string; id: string; occurredAt: string; data: DataOf<typeof MonitoringIndicator> } => {
  const { at, ...rest } = more;
  const revision = rest.revision ?? 1;
  return {
    key: `${of.kind}/${of.id}`,
    id: deterministicId('spec-indicator', definition, of.kind, of.id, period.label, period.end, revision),
    occurredAt: at ?? period.end,
    data: {
      definition,
      subject: of as never,
      period,
      value,
      unit: '',
      valid: value !== null,
      invalidReason: value === null ? '有效数据不足' : null,
      numerator: null,
      denominator: null,
      coverage: null,
      dataState: 'realtime',
      edition: 'HJ 633-2026',
      revision,
      details: {},
      basis: { references: [], query: null },
      ...rest,
    },
  };
};

const dayAfter = (date: string, days = 1): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
export const dayPeriod = (date: string) => ({
  kind: 'day' as const,
  label: date,
  start: shanghai(date),
  end: shanghai(dayAfter(date)),
});
export const weekPeriod = (label: string, monday: string) => ({
  kind: 'week' as const,
  label,
  start: shanghai(monday),
  end: shanghai(dayAfter(monday, 7)),
});
export const monthPeriod = (label: string) => {
  const [year, month] = label.split('-').map(Number);
  const next = month === 12 ? `${year! + 1}-01-01` : `${year}-${String(month! + 1).padStart(2, '0')}-01`;
  return { kind: 'month' as const, label, start: shanghai(`${label}-01`), end: shanghai(next) };
};

/** Days of areas: values in the order of the areas; null for a day that is not evaluated. */
export const areaDays = (
  date: string,
  values: readonly (number | null)[],
  more: { revision?: number; at?: string } = {},
) =>
  values.map((value, index) =>
    number(
      'air.area.day.aqi',
      { kind: 'area', id: AREA_IDS[index]! },
      dayPeriod(date),
      value === null ? null : String(value),
      more,
    ),
  );
