import type { EntityManager } from 'typeorm';
import { FundingIndicator, FundingSealed } from '#libs/contracts/funding.events.js';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { cutoffLabel, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publish, publishAll } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { type FundFigures, fundFigures, type ProjectFigures } from '../summary/fund-figures.js';

export const EDITION = 'funding-rules-1';
type Figure = Pick<IndicatorData, 'definition' | 'subject' | 'value' | 'unit'> & Partial<IndicatorData>;

const ofProject = ({ project, allocated, paid, standing, startLag, payLag, level }: ProjectFigures): Figure[] => {
  const subject = { kind: 'project' as const, id: project.id };
  const details = {
    name: project.name,
    ownerUnitId: project.ownerUnitId,
    leadUnitId: project.leadUnitId,
    level,
    state: project.state,
  };
  return [
    {
      definition: 'funding.project.execution-rate',
      subject,
      value: standing.rate.text,
      unit: '%',
      numerator: paid,
      denominator: allocated,
      details: {
        ...details,
        standing: standing.standing,
        expectedPct: payLag.expectedPct,
        gapPoints: payLag.gapPoints,
      },
    },
    {
      definition: 'funding.project.start-lag',
      subject,
      value: startLag.waitingDays === null ? '0' : String(startLag.waitingDays),
      unit: '天',
      details: { ...details, waiting: startLag.waitingDays !== null, lagLevel: startLag.level },
    },
    {
      definition: 'funding.project.pay-lag',
      subject,
      value: payLag.gapPoints,
      unit: '个百分点',
      details: { ...details, lagLevel: payLag.level, flag: payLag.flag },
    },
  ];
};

const ofAll = ({ execution }: FundFigures): Figure[] => {
  const subject = { kind: 'network' as const, id: 'funding' };
  return [
    {
      definition: 'funding.total.execution-rate',
      subject,
      value: execution.total.text,
      unit: '%',
      numerator: execution.total.numerator,
      denominator: execution.total.denominator,
    },
    {
      definition: 'funding.total.reached-line',
      subject,
      value: String(execution.reached),
      unit: '个',
      numerator: String(execution.reached),
      denominator: String(execution.counted),
      details: {
        linePercent: execution.line,
        reached: execution.projects.filter((one) => one.standing === 'reached').map((one) => one.projectId),
      },
    },
    {
      definition: 'funding.total.not-started',
      subject,
      value: String(execution.notStarted),
      unit: '个',
      numerator: String(execution.notStarted),
      denominator: String(execution.counted),
    },
  ];
};

/** Publishes the figures of all projects at a cut-off and the seal behind them. Twice changes nothing. */
export const publishFigures = async (
  tx: EntityManager,
  pack: Pack,
  seal: { id: string; cutoff: Date },
): Promise<void> => {
  const cutoff = seal.cutoff.toISOString();
  // A cut-off at midnight closes the day before it.
  const day = shanghaiDate(new Date(seal.cutoff.getTime() - 1));
  const figures = await fundFigures(tx, pack, day, null);
  const list = [...ofAll(figures), ...figures.projects.flatMap(ofProject)];
  const period = {
    kind: 'cutoff' as const,
    label: cutoffLabel(seal.cutoff),
    start: `${day.slice(0, 4)}-01-01T00:00:00.000Z`,
    end: cutoff,
  };
  await publishAll(
    tx,
    FundingIndicator,
    list.map((figure) => ({
      id: deterministicId(
        FundingIndicator.topic,
        figure.definition,
        figure.subject.kind,
        figure.subject.id,
        cutoff,
        seal.id,
      ),
      key: `${figure.definition} ${figure.subject.id}`,
      occurredAt: seal.cutoff,
      data: {
        invalidReason: null,
        numerator: null,
        denominator: null,
        coverage: null,
        details: {},
        period,
        valid: figure.value !== null,
        dataState: 'reviewed' as const,
        edition: EDITION,
        revision: 1,
        basis: {
          references:
            figure.subject.kind === 'project' ? [{ service: 'funding', kind: 'project', id: figure.subject.id }] : [],
          query: { service: 'funding', name: 'fund-figures', parameters: { cutoff: day }, knownAt: cutoff },
        },
        ...figure,
      },
    })),
  );
  await publish(tx, FundingSealed, {
    id: deterministicId(FundingSealed.topic, 'sealed', seal.id, cutoff),
    key: 'seal',
    occurredAt: seal.cutoff,
    data: { service: 'funding', seal: seal.id, cutoff },
  });
};
