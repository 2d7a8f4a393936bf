import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../i18n.js';
import { LEVEL_COLOURS } from '../theme.js';
import type { LadderDetail } from './queries.js';
import { type Stair, type Step, stairsOf } from './stair-model.js';
import type { pressureZh } from './texts.js';

type StairWord = keyof typeof pressureZh.stair;

const SIGNS = { yellow: '▲', orange: '◆', red: '■' } as const;

const Duties = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const named = useNamed();
  return step.duties.map(({ id, name, dueOn, doneOn, missedOn, isProvisional }) => {
    const duty = named(name);
    if (doneOn) return <span key={id}>{t('pressure.stair.done', { duty, on: doneOn.slice(5) })}</span>;
    if (missedOn)
      return (
        <b key={id} className="overdue">
          {t('pressure.stair.missed', { duty, on: dueOn.slice(5) })}
        </b>
      );
    return (
      <span key={id}>
        {t('pressure.stair.due', { duty, on: dueOn.slice(5) })}
        {isProvisional ? ` ${t('pressure.stair.provisional')}` : ''}
      </span>
    );
  });
};

const When = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const day = (on: string | null): string | null => on?.slice(5) ?? null;
  const words: (readonly [StairWord, string | null])[] = [
    ['issuedOn', day(step.issuedOn)],
    ['receivedOn', day(step.receivedOn)],
    ['meetingOn', day(step.heldOn ?? step.meetingOn)],
  ];
  const known = words.filter(([, on]) => on !== null);
  const shown = known.length > 0 ? known : ([['entered', day(step.enteredOn)]] as const);
  return shown.map(([word, on]) => (
    <span key={word}>{t(`pressure.stair.${word as 'issuedOn'}`, { on: on ?? '' })}</span>
  ));
};

const OneStair = ({
  stair,
  at,
  ladder,
}: {
  readonly stair: Stair;
  readonly at: number;
  readonly ladder: LadderDetail;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const { rung, step, tone, isNext } = stair;
  const paper = step?.acts.at(-1);
  const word: StairWord = step ? (step.state as StairWord) : tone === 'next' ? 'next' : 'later';
  return (
    <li className={`stair ${tone}`} style={{ ['--step' as string]: at }}>
      <div className="stair-top">
        <span className="stair-name">
          {rung.colour ? (
            <span aria-hidden style={{ color: LEVEL_COLOURS[rung.colour] }}>
              {SIGNS[rung.colour]}{' '}
            </span>
          ) : null}
          {paper ? <Link to={`/pressure/acts/${paper.id}`}>{named(rung.name)}</Link> : named(rung.name)}
        </span>
        <span className="stair-state">{t(`pressure.stair.${word as 'next'}`)}</span>
        <span className="stair-facts">
          {step ? <When step={step} /> : null}
          {step ? <Duties step={step} /> : null}
          {!step && isNext && ladder.next ? (
            <>
              <span>{t('pressure.stair.whenever', { what: named(ladder.next.condition.text) })}</span>
              {ladder.next.earliestOn ? (
                <span>{t('pressure.stair.earliest', { on: ladder.next.earliestOn.slice(5) })}</span>
              ) : null}
            </>
          ) : null}
        </span>
      </div>
    </li>
  );
};

/** A ladder drawn as a stair: every rung a step higher, with what has come of it and what comes next. */
export const LadderStair = ({ ladder }: { readonly ladder: LadderDetail }) => {
  const { t } = useTranslation();
  const stairs = stairsOf(ladder);
  return (
    <ol
      className="stairs"
      aria-label={t('pressure.stair.label', { title: ladder.title })}
      style={{ ['--steps' as string]: stairs.length }}
    >
      {stairs.map((stair, at) => (
        <OneStair key={stair.rung.id} stair={stair} at={at} ladder={ladder} />
      ))}
    </ol>
  );
};
