import { useTranslation } from 'react-i18next';
import { useAreaName } from '../../reference/names.js';
import { LEVEL_COLOURS } from '../../theme.js';
import { useStations } from '../monitoring-queries.js';
import type { Target, TargetPoint } from './target-queries.js';

type State = NonNullable<TargetPoint['state']>;

const MARKS: Readonly<Record<State, readonly [shape: string, colour: string]>> = {
  SECURED: ['●', LEVEL_COLOURS.green],
  ON_TRACK: ['●', LEVEL_COLOURS.green],
  AT_RISK: ['▲', LEVEL_COLOURS.orange],
  UNATTAINABLE: ['■', LEVEL_COLOURS.red],
};

/** Whether a target can still be reached, by colour, shape and word. */
const StateMark = ({ state }: { readonly state: State | null | undefined }) => {
  const { t } = useTranslation();
  if (!state) return <span className="aside">–</span>;
  const [shape, color] = MARKS[state];
  return (
    <span className="level" style={{ color }}>
      <span aria-hidden>{shape}</span> {t(`targets.states.${state}`)}
    </span>
  );
};

const isYear = ({ period: { from, to } }: Target): boolean =>
  from.slice(0, 4) === to.slice(0, 4) && from.endsWith('-01-01') && to.endsWith('-12-31');

/** Whether a target can still be reached in one mark; where its period can no longer be valid, that: nobody will say it attained. */
export const TargetMark = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const [first] = target.lostValidity;
  if (!first) return <StateMark state={target.now?.state} />;
  return (
    <span className="level" style={{ color: LEVEL_COLOURS.red }} title={t('targets.validityOf', first)}>
      <span aria-hidden>■</span> {t(isYear(target) ? 'targets.invalid.year' : 'targets.invalid.period')}
    </span>
  );
};

/** The same with why its period can no longer be valid, and how the value stands. */
export const TargetState = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const { now, lostValidity } = target;
  const [first] = lostValidity;
  if (!first) return <TargetMark target={target} />;
  return (
    <>
      <TargetMark target={target} />
      <div className="aside">
        {t('targets.validityOf', first)}
        {lostValidity.length > 1 ? t('targets.validityMore', { n: lostValidity.length }) : ''}
      </div>
      <div>
        {t('targets.invalidFor')} <StateMark state={now?.state} />
      </div>
    </>
  );
};

/** The target's value with its direction: `≤ 32`. */
export const boundText = ({ direction, unit }: Target, value: string): string =>
  `${direction === 'at-most' ? '≤' : '≥'} ${value}${unit === '%' ? '%' : ''}`;

/** Value minus target with its sign; percentage points of shares. */
export const gapText = (gap: string | null | undefined): string =>
  gap === null || gap === undefined ? '–' : gap.startsWith('-') || Number(gap) === 0 ? gap : `+${gap}`;

/** What the rest of the period has to be, in one sentence. */
export const useRestText = (): ((now: TargetPoint | null) => string) => {
  const { t } = useTranslation();
  return (now) => {
    if (!now?.rest) return t('targets.restNone');
    const { rest, remaining: days, state } = now;
    if (days === 0) return t('targets.restDone');
    if (rest.kind === 'mean') {
      if (state === 'UNATTAINABLE' || rest.allowed === null) return t('targets.restLost', { days });
      const fall = rest.requiredFallPct;
      const change =
        fall === null
          ? ''
          : fall.startsWith('-')
            ? t('targets.restRise', { percent: fall.slice(1) })
            : t('targets.restFall', { percent: fall });
      return t('targets.restMean', { days, allowed: rest.allowed }) + change;
    }
    if (rest.kind === 'good-days')
      return rest.left < 0
        ? t('targets.restGoodLost', { days, short: -rest.left })
        : t('targets.restGoodDays', { days, needed: rest.stillNeeded, left: rest.left });
    return rest.left < 0
      ? t('targets.restAboveLost', { over: -rest.left })
      : t('targets.restAbove', { days, left: Math.min(days, rest.left) });
  };
};

/** Name of what a target is of. */
export const useSubjectName = (): ((subject: Target['subject']) => string) => {
  const areaName = useAreaName();
  const stations = useStations().data;
  return ({ kind, id }) =>
    kind === 'area' ? areaName(id) : kind === 'station' ? (stations?.find((one) => one.id === id)?.name ?? id) : id;
};
