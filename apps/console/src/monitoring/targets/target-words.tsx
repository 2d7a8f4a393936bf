import { useTranslation } from 'react-i18next';
import { DataStateMark } from '../../marks/cutoff.js';
import { useAreaName } from '../../reference/names.js';
import { inBrackets, semicolon } from '../../texts/joined.js';
import { LEVEL_COLOURS } from '../../theme.js';
import { editionName } from '../edition-name.js';
import { useStations } from '../monitoring-queries.js';
import { calendarShare, progressSum, valueDayOf } from './target-progress.js';
import type { Target, TargetPoint } from './target-queries.js';

type State = NonNullable<TargetPoint['state']>;

const MARKS: Readonly<Record<State, readonly [shape: string, colour: string]>> = {
  SECURED: ['●', LEVEL_COLOURS.green],
  ON_TRACK: ['●', LEVEL_COLOURS.green],
  AT_RISK: ['▲', LEVEL_COLOURS.orange],
  UNATTAINABLE: ['■', LEVEL_COLOURS.red],
};
const isGreen = (state: State | null | undefined): boolean => state === 'ON_TRACK' || state === 'SECURED';

/** Whether a target can still be reached, by colour, shape and word. */
const StateMark = ({
  state,
  isUncoloured = false,
}: {
  readonly state: State | null | undefined;
  /** Where it rests on too few days for a colour to say anything. */
  readonly isUncoloured?: boolean;
}) => {
  const { t } = useTranslation();
  if (!state) return <span className="aside">–</span>;
  const [shape, color] = MARKS[state];
  return (
    <span className="level" style={isUncoloured ? undefined : { color }}>
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
  const state = target.now?.state;
  if (!first) return <StateMark state={state} isUncoloured={target.tooFewDays !== null && isGreen(state)} />;
  return (
    <span className="level" style={{ color: LEVEL_COLOURS.red }} title={t('targets.validityOf', first)}>
      <span aria-hidden>■</span> {t(isYear(target) ? 'targets.invalid.year' : 'targets.invalid.period')}
    </span>
  );
};

/** The same with why its period can no longer be valid, and how the value stands. */
export const TargetState = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const { now, lostValidity, tooFewDays } = target;
  const [first] = lostValidity;
  if (!first)
    return (
      <>
        <TargetMark target={target} />
        {tooFewDays && isGreen(now?.state) ? (
          <div className="aside">{t('targets.tooFew', { ...tooFewDays })}</div>
        ) : null}
      </>
    );
  return (
    <>
      <TargetMark target={target} />
      <div className="aside">
        {t('targets.validityOf', first)}
        {lostValidity.length > 1 ? t('targets.validityMore', { n: lostValidity.length }) : ''}
      </div>
      <div>
        {t('targets.invalidFor')} <StateMark state={now?.state} isUncoloured />
      </div>
    </>
  );
};

const isBehind = ({ now }: Target): boolean => now?.progress?.lags === true && now.standing === 'lagging';

/** Progress in one line, for a row of a list. */
export const TargetProgress = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const sum = progressSum(target);
  if (!sum) return null;
  return (
    <div className={isBehind(target) ? 'overdue' : 'aside'}>
      {t('targets.progress')} {sum.donePercent}%
    </div>
  );
};

/** Progress with the numbers it is made of, and both shares it is held against; nothing where there is none to speak of. */
export const TargetProgressSum = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const sum = progressSum(target);
  const { marginPoints } = target;
  const calendar = calendarShare(target);
  if (!sum) return null;
  const { done, donePercent, evaluated } = sum;
  return (
    <>
      <div className={isBehind(target) ? 'overdue' : ''}>
        {donePercent}%{done ? inBrackets(t('targets.doneSum', { ...done })) : ''}
      </div>
      <div className="aside">{t('targets.evaluatedSum', { ...evaluated })}</div>
      {calendar && marginPoints !== null ? (
        <div className="aside">{t('targets.calendarSum', { ...calendar, margin: marginPoints })}</div>
      ) : null}
    </>
  );
};

/** The day a figure stands on, with the last day that has a value where that is an earlier one. */
export const useUntilText = (): ((target: Target) => string | null) => {
  const { t } = useTranslation();
  return (target) => {
    const { now } = target;
    if (!now) return null;
    const last = valueDayOf(target);
    return last === null ? t('targets.until', { day: now.day }) : t('targets.untilLastValue', { day: now.day, last });
  };
};

/** Days the figure to date rests on, how far they are looked at, and by which edition they count. */
export const TargetBasis = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation();
  const { now, dataState, countedUnder, isRestated } = target;
  if (!now) return null;
  return (
    <div className="aside">
      {t('targets.ofDays', { n: now.days })} {dataState ? <DataStateMark state={dataState} /> : null}
      {countedUnder.length > 0 ? (
        <div title={countedUnder.map(editionName).join(semicolon())}>
          {t(isRestated ? 'targets.oneEdition' : 'targets.eachDay')}
        </div>
      ) : null}
    </div>
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
