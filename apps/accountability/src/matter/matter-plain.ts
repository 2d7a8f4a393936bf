import type { EntityManager } from 'typeorm';
import { AreaState, DutyState } from '#libs/contracts/directory.events.js';
import type { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { MatterUnits } from './addressees.js';
import { type ActFigure, figureText } from '../paper/figure.js';
import type { Matter } from './matter.js';
import { toldBy } from '../rule/watched.js';

/** Units of a warning that names no more than who answers; the supervising unit comes from the responsibility list. */
export const plainUnits = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<MatterUnits> => {
  const day = shanghaiDate(until);
  const [lead, ...others] = warning.unitIds;
  const categories = inForce(pack.categories, day)
    .filter(({ subjectKinds }) => subjectKinds.includes(warning.subject.kind))
    .map(({ id }) => id);
  const duties = (await allReferences(tx, DutyState)).filter(
    (duty) => categories.includes(duty.category) && duty.from <= day && (duty.to === null || day < duty.to),
  );
  const supervising = duties.map(({ supervisingUnitId }) => supervisingUnitId).find((id) => id !== null && id !== lead);
  const contract = toldBy(warning.subject.kind);
  const subject = contract && (await findReference(tx, contract as typeof MonitoredSubjectState, warning.subject.id));
  const area = await findReference(tx, AreaState, subject?.areaId ?? warning.areaId ?? '');
  return {
    leadUnitId: lead ?? null,
    supportingUnitIds: others,
    territorialUnitId: area?.unitId ?? null,
    supervisingUnitId: supervising ?? null,
    acceptanceUnitId: null,
    leaderPostId: null,
    responsiblePostId: null,
  };
};

/** A matter told by the warning's own title and count; for rules without words of their own. */
export const plainMatter = async (tx: EntityManager, pack: Pack, warning: WarningRow, until: Date): Promise<Matter> => {
  const count: ActFigure = {
    id: 'count',
    label: warning.title,
    definition: warning.ruleId,
    parameters: { subject: warning.subject.id, period: warning.period.label },
    cutoff: warning.period.end.toISOString(),
    value: String(warning.count),
    unit: '',
    state: warning.dataState,
    source: { service: 'accountability', kind: 'warning', id: warning.warningId, version: warning.version },
    revision: warning.revision,
  };
  return {
    title: warning.title,
    short: warning.title,
    no: null,
    cause: `${warning.subject.kind}/${warning.subject.id}`,
    sourceName: '监测预警',
    deadline: null,
    periodName: warning.period.label,
    cutoff: warning.period.end,
    facts: [`${warning.title}，累计`, figureText(count, '次')],
    brief: warning.title,
    reason: warning.title,
    comparisons: [
      { item: warning.title, planned: figureText(count, '次（累计）'), actual: figureText(count, '次'), gap: '未消除' },
    ],
    dataState: warning.dataState,
    problems: [
      {
        number: '1',
        text: warning.title,
        sourceName: '监测预警',
        deadline: '—',
        planned: '—',
        actual: String(warning.count),
        shortfall: '未消除',
      },
    ],
    demands: [`查明“${warning.title}”的原因并落实措施`],
    units: await plainUnits(tx, pack, warning, until),
    figures: [count],
    references: warning.basis.references,
  };
};
