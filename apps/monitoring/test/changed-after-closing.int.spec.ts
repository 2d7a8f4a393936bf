import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { closeIndicators, insertIndicators } from '../src/indicator/indicator.store.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';

let service: MonitoringService;
const DEFINITION = 'water.area.month.compliance-rate';
const CLOSED: IndicatorData = {
  definition: DEFINITION,
  subject: { kind: 'area', id: 'A' },
  period: { kind: 'month', label: '2026-05', start: shanghai('2026-05-01 00:00'), end: shanghai('2026-06-01 00:00') },
  value: '50.0',
  unit: '%',
  valid: true,
  invalidReason: null,
  numerator: '1',
  denominator: '2',
  coverage: null,
  dataState: 'realtime',
  edition: 'GB3838-2002',
  revision: 1,
  details: {},
  basis: { ref: '', text: '' } as unknown as IndicatorData['basis'],
};
let made = 0;
const insert = (data: IndicatorData): Promise<void> => {
  const id = `01975c2e-0000-7000-8000-${String(++made).padStart(12, '0')}`;
  return insertIndicators(service.db.manager, [{ id, data }]);
};
const close = () => closeIndicators(service.db.manager, new Date(shanghai('2026-06-02 00:00')));
const marks = async (subject: string) =>
  (
    await service.get<{ items: { revision: number; finality: string; isChangedAfterClosing: boolean }[] }>(
      `/monitoring-indicators?definition=${DEFINITION}&subjectId=${subject}`,
    )
  ).body.items.map((one) => [one.revision, one.finality, one.isChangedAfterClosing]);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-02 12:00'));
}, 120_000);
afterAll(() => service?.stop());

describe('a number whose period is closed', () => {
  it.each([
    ['its data state alone', { dataState: 'reviewed' }, 'final', false],
    ['its value', { value: '60.0', dataState: 'reviewed' }, 'final', true],
    ['its validity', { value: null, valid: false, invalidReason: '无数据' }, 'provisional', true],
    ['its numerator and denominator', { numerator: '2', denominator: '4' }, 'provisional', true],
  ] as const)('with another revision of %s', async (name, over, finality, isChanged) => {
    const subject = { kind: 'area', id: name } as const;
    await insert({ ...CLOSED, subject });
    expect(await marks(name)).toEqual([[1, 'provisional', false]]);
    await close();
    await insert({ ...CLOSED, subject, revision: 2, ...over });
    expect(await marks(name)).toEqual([[2, finality, isChanged]]);
    // The next seal closes the correction too; what was in force at the first closing stays what it is held against.
    await close();
    await insert({ ...CLOSED, subject, revision: 3, ...over, dataState: 'reviewed' });
    expect(await marks(name)).toEqual([[3, 'final', isChanged]]);
  });
});
