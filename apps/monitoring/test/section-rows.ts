/** Sections as a register describes them, and single rows that put them into a class; for specs. */
import { expect } from '@jest/globals';
import { feedRecord, type MonitoringService, shanghai } from './monitoring-service.js';

/** Ammonia that puts a river into a class, all else being clean. */
const NH3N: Readonly<Record<number, string>> = { 1: '0.1', 2: '0.4', 3: '0.9', 4: '1.3', 5: '1.8', 6: '2.5' };

/** One row of a month, in which each section is of a class; no row where it is null. */
export const sendClasses = (
  service: MonitoringService,
  ids: readonly string[],
  month: string,
  classes: readonly (number | null)[],
): Promise<void> =>
  service.sendPackets(
    classes.flatMap((waterClass, n) =>
      waterClass === null
        ? []
        : [
            feedRecord(
              'sections',
              {
                code: ids[n]!,
                time: `${month}-15 08:00`,
                ph: '7',
                do: '8',
                codmn: '1.5',
                nh3n: NH3N[waterClass]!,
                tp: '0.02',
              },
              shanghai(`${month}-15 08:20`),
            ),
          ],
    ),
  );

/** Changes what the register says of the water of a section; its target is Ⅲ. */
export const registerWater = async (service: MonitoringService, id: string, water: object): Promise<void> => {
  const { body } = await service.get<Record<string, unknown>>(`/sections/${id}`);
  const { id: _id, version, latest: _latest, retired: _retired, ...rest } = body;
  const answer = await service.put(`/sections/${id}`, {
    ...rest,
    water: { ...(rest['water'] as object), target: 3, ...water },
    expectedVersion: version,
  });
  expect(answer).toMatchObject({ status: 200 });
};
