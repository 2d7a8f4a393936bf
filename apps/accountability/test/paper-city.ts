import type { EntityManager } from 'typeorm';
import { AreaState, CalendarState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import { ALL_LISTS, type ListRateDetails } from '#libs/contracts/item-lag.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { cutoffLabel } from '#libs/domain/calendar/shanghai.js';
import { fillTemplate } from '#libs/documents/template.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { keepReference } from '#libs/messaging/reference.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import type { Pack } from '#libs/policy/pack.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { testDatabase } from '#libs/testing/database.js';
import { draftAct } from '../src/act/draft-act.js';
import { paperFigure } from '../src/paper/figure.js';
import { valuesFor } from '../src/paper/template-copy.js';
import { makeAssessment } from '../src/assessment/make-assessment.js';
import { findBulletin, insertBulletin, saveDrafted } from '../src/bulletin/bulletin.store.js';
import { type BulletinPaper, composeBulletin } from '../src/bulletin/compose-bulletin.js';
import { accountabilityDataSource } from '../src/data-source.js';
import { insertDispatch, insertRows, saveDrawn } from '../src/dispatch/dispatch.store.js';
import { keepIndicators } from '../src/indicator/indicator.store.js';
import { templateOf } from '../src/template-file.js';
import { AREA_IDS, monthPeriod, number, shanghai, unitOfArea } from './accountability-service.js';

/** A city in a database of its own, without servers around it: what papers are composed from is put there directly. */
export interface PaperCity {
  readonly pack: Pack;
  within<T>(work: (tx: EntityManager) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}
export const paperCity = async (): Promise<PaperCity> => {
  const { db, stop } = await testDatabase(accountabilityDataSource, 'accountability');
  const within: PaperCity['within'] = (work) =>
    runWithCause(systemCause('spec'), () => db.transaction((tx) => work(tx)));
  await within(keepCity);
  return { pack: await loadPack('packs/default-district'), within, stop };
};

export const instant = (wall: string): Date => new Date(shanghai(wall));
const NAMES = ['甲区', '乙区', '丙区', '丁区', '戊区', '己区'];
const state = { version: 1, retired: false };

/** The station whose status is open until a paper is found for it. */
export const openStation = (version: number, point: { status: 'unknown' | 'yes'; basis: string | null }) => ({
  ...state,
  version,
  id: 'ST17',
  kind: 'station' as const,
  name: '站点17',
  areaId: AREA_IDS[5],
  position: null,
  evaluationPoint: { ...point, from: null },
  water: null,
  limits: [],
  network: 'air',
  answersFor: [],
});
const keepCity = async (tx: EntityManager): Promise<void> => {
  const area = (id: string, name: string, parentId: string | null, unitId: string) => ({
    ...state,
    ...{ id, name, parentId, unitId, outline: [] },
    level: parentId === null ? ('city' as const) : ('county' as const),
  });
  await keepReference(tx, AreaState, [
    area('990100', '示例市', null, 'city'),
    ...AREA_IDS.map((id, at) => area(id, NAMES[at]!, '990100', unitOfArea(id))),
  ]);
  const unit = (id: string, name: string, type: string, shortName = name) => ({
    ...state,
    ...{ id, name, type, shortName, parentId: null, path: [id], external: false, areaId: null },
  });
  await keepReference(tx, UnitState, [
    unit('eco-office', '示例市生环委办', 'ECO_COMMITTEE_OFFICE'),
    ...AREA_IDS.map((id, at) => unit(unitOfArea(id), `示例市${NAMES[at]!}人民政府`, 'COUNTY_GOVERNMENT', NAMES[at]!)),
  ]);
  const post = (id: string, unitId: string, kind: string) => ({ ...state, id, unitId, kind, title: id, holders: [] });
  await keepReference(tx, PostState, [
    post('eco-office.clerk', 'eco-office', 'office-clerk'),
    post('area-f.deputy', 'area-f', 'deputy'),
  ]);
  await keepReference(tx, CalendarState, [{ ...state, id: '2026', year: 2026, official: true, papers: [], days: [] }]);
  const station = openStation(1, { status: 'unknown', basis: null });
  await keepReference(tx, MonitoredSubjectState, [
    station,
    ...AREA_IDS.map((id, at) => ({ ...station, id: `ST0${at + 1}`, name: `站点${at + 1}`, areaId: id })),
    ...[1, 2].map((no) => ({
      ...{ ...station, id: `DM0${no}`, kind: 'section' as const, name: `断面${no}`, network: 'water' },
      ...{
        evaluationPoint: { status: 'no' as const, basis: null, from: null },
        water: { type: 'river' as const, target: 3 },
      },
    })),
  ]);
};

type Told = ReturnType<typeof number>;
export const keep = (tx: EntityManager, service: string, told: readonly Told[]) =>
  keepIndicators(
    tx,
    service,
    told.map((one) => ({ ...one, occurredAt: new Date(one.occurredAt) })) as never,
    new Date(),
  );
export const ofArea = (definition: string, month: string, at: number, value: string | null, more = {}) =>
  number(`air.area.month.${definition}`, { kind: 'area', id: AREA_IDS[at]! }, monthPeriod(month), value, more);
export const MAY = ['2.98', '3.01', '2.86', '2.89', '2.86', '3.03'] as const;
export const JUNE = [null, '2.91', '2.70', '2.79', '2.73', '2.95'] as const;
export const SHORT = 'PM10有效天数23天，少于27天';
export const indices = (month: string, values: readonly (string | null)[], more: (at: number) => object = () => ({})) =>
  values.map((value, at) =>
    ofArea('composite-index', month, at, value, { ...(value === null ? { invalidReason: SHORT } : {}), ...more(at) }),
  );

/** Ranks a month, composes its bulletin and prints it, as the third working day does. */
export const bulletinOf = async (
  tx: EntityManager,
  pack: Pack,
  month: string,
  slot: string,
): Promise<BulletinPaper> => {
  const bulletinId = deterministicId('bulletin', 'monthly', month);
  await insertBulletin(tx, {
    ...{ bulletinId, policyId: 'monthly', policyVersion: 1, periodLabel: month, late: false },
    ...{ cutoff: new Date(monthPeriod(month).end), slot: instant(slot), waitUntil: instant(slot) },
  });
  const scheme = pack.assessments[0]!;
  const assessment = await makeAssessment(tx, pack, scheme, month, [], instant(slot), instant(slot));
  const paper = await composeBulletin(tx, pack, (await findBulletin(tx, bulletinId))!, assessment, []);
  await saveDrafted(
    tx,
    {
      ...{ bulletinId, missingSources: [], actId: null, figures: paper.figures },
      ...{ assessmentId: assessment.assessmentId, assessmentRevision: assessment.revision },
    },
    instant(slot),
  );
  return paper;
};
const OFFICE = { contactUnit: '示例市生环委办', contactName: '值班人员', contactPhone: '0000-0000000' };
export const printed = async (pack: Pack, { values, figures }: BulletinPaper): Promise<string> => {
  const template = await templateOf(pack, 'bulletin');
  const paper = fillTemplate(template, { ...valuesFor(template, values), ...OFFICE }, figures.map(paperFigure));
  return textOf(paper);
};
/** All words of a paper, without its tables of figures. */
export const textOf = (part: unknown): string =>
  typeof part === 'string'
    ? part
    : Array.isArray(part)
      ? part.map(textOf).join('')
      : typeof part === 'object' && part !== null
        ? Object.entries(part)
            .filter(([key]) => key !== 'figures' && key !== 'figureId')
            .map(([, value]) => textOf(value))
            .join('')
        : '';

/** A sheet of Thursday 17:00 with one task that lags. */
export const keepSheet = async (tx: EntityManager, pack: Pack, issueNo: number, day: string): Promise<void> => {
  const dispatchId = deterministicId('spec-dispatch', day);
  const cutoff = instant(`${day} 17:00`);
  await insertDispatch(tx, {
    ...{ dispatchId, policyId: pack.dispatches[0]!.id, policyVersion: 1, cutoff, late: false, waitUntil: cutoff },
    ...{ meetingAt: cutoff, replyDueOn: '2026-06-30' },
  });
  const ref = { id: 'area-d', name: '丁区' };
  await insertRows(tx, [
    {
      rowId: deterministicId('spec-row', day),
      dispatchId,
      record: { kind: 'problem', id: deterministicId('spec-problem', 'T-07') },
      ...{ change: 'stay', position: 1, unitId: 'area-d', unitPath: ['area-d'], level: 'red', measured: 'red' },
      ...{ timesRunning: 8, quietRunning: 0, isCompleted: false, isClosed: false, indicatorId: null, revision: 1 },
      ...{ progressId: null, repliedAt: null, unansweredSince: null },
      content: {
        ...{ problemNo: 'T-07', itemNo: '督察反馈-07', listId: 'l', listName: '督察反馈', title: '污水溢流' },
        ...{ leadUnit: ref, supportingUnits: [], territorialUnit: null, supervisingUnit: null, leaderPost: null },
        ...{ responsiblePost: null, deadline: '2026-06-30', plannedClosure: null, promised: null, newThisWeek: null },
        ...{ plannedPct: '33.33333', reportedPct: '99.96', confirmedPct: '0', lagPoints: '33.3', lagDays: 3 },
        ...{ deadlineOverdueDays: 0, nextMilestone: null, because: [], carriedOver: false, areaId: null },
      },
    },
  ]);
  await saveDrawn(
    tx,
    { dispatchId, issueNo, missingSources: [], onSheet: 1, added: 0, removed: 0, threeTimes: 1 },
    cutoff,
  );
};
export const rates = (month: string, due: number, dueCompleted: number, behind: Partial<ListRateDetails> = {}) => {
  const { end } = monthPeriod(month);
  const counts = { base: 40, due, completed: 15, dueCompleted, closed: 9, reopened: 0 };
  const details = { listName: ALL_LISTS, ...counts, ...behind };
  return ['completion-rate', 'due-completion-rate', 'closure-rate'].map((rate) =>
    number(
      `ledger.list.${rate}`,
      { kind: 'list', id: ALL_LISTS },
      { kind: 'cutoff', label: cutoffLabel(new Date(end)), start: monthPeriod(month).start, end },
      '37.5',
      { unit: '%', details, dataState: 'reviewed', edition: '' },
    ),
  );
};
/** A paper that left the house, or one only drafted. */
export const keepAct = async (
  tx: EntityManager,
  pack: Pack,
  kind: string,
  cause: string,
  issuedOn: string,
  no: string | null,
  signedOn = issuedOn,
) => {
  const act = await draftAct(tx, pack, {
    ...{ key: `spec/${kind}/${cause}`, kind, cause, addresseeUnitId: 'area-d', addresseePostIds: [] },
    ...{ parameters: { matterTitle: cause, matterShort: cause }, figures: [], occurredAt: instant(issuedOn) },
    basis: { references: [], query: null },
  });
  await tx.query(
    `update act set title = $2, number = $3, issued_at = $4, issued_on = $5, signed_at = $6, state = 'filed'
      where act_id = $1`,
    [
      act.actId,
      `关于${cause}的通知`,
      no,
      no === null ? null : instant(`${issuedOn} 17:00`),
      no === null ? null : issuedOn,
      no === null ? null : instant(`${signedOn} 16:30`),
    ],
  );
};
