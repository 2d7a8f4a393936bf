import { Alert, Button, Skeleton } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/client.js';
import { LEVEL_COLOURS } from '../theme.js';
import { problemText, referenceOf } from './problem-text.js';

export { problemText } from './problem-text.js';

/** A page answers one question in its first line. */
export const Page = ({
  title,
  lead,
  extra,
  children,
}: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}) => (
  <div className="page">
    <header>
      <div className="page-head">
        <h1>{title}</h1>
        {extra ? <div className="page-extra">{extra}</div> : null}
      </div>
      {lead ? <p className="lead">{lead}</p> : null}
    </header>
    {children}
  </div>
);

export const Section = ({
  title,
  aside,
  extra,
  flush = false,
  children,
}: {
  readonly title?: ReactNode;
  /** A sentence that says how to read what follows. */
  readonly aside?: ReactNode;
  readonly extra?: ReactNode;
  /** For tables and lists that reach the edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) => (
  <section className={flush ? 'section flush' : 'section'}>
    {title ? (
      <div className="section-head">
        <h2>{title}</h2>
        {aside ? <span className="aside">{aside}</span> : null}
        {extra ? <span className="section-extra">{extra}</span> : null}
      </div>
    ) : null}
    {children}
  </section>
);

/** A number with its unit small beside it and what it means below; it opens its records. */
export const Figure = ({
  label,
  value,
  unit,
  note,
  help,
  tone,
  onOpen,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly unit?: string;
  readonly note?: ReactNode;
  /** What is counted, in a sentence; under the pointer. */
  readonly help?: string;
  readonly tone?: 'overdue';
  readonly onOpen?: () => void;
}) => (
  <div className="number" title={help}>
    <div className={tone ? `value ${tone}` : 'value'}>
      {onOpen ? (
        <button type="button" className="value-open" onClick={onOpen}>
          {value}
        </button>
      ) : (
        value
      )}
      {unit ? <small>{unit}</small> : null}
    </div>
    <div className="label">{label}</div>
    {note ? <div className="aside">{note}</div> : null}
  </div>
);

const TRY_AGAIN_MS = 10_000;

/** What could not be read or done, with a way to go on; what may come back by itself is asked for again. */
export const Trouble = ({ why, onRetry }: { readonly why: unknown; readonly onRetry?: () => void }) => {
  const { t } = useTranslation();
  const status = why instanceof ApiProblem ? why.problem.status : 0;
  const mayComeBack = status === 0 || status >= 500;
  const retry = useRef(onRetry);
  retry.current = onRetry;
  useEffect(() => {
    if (!mayComeBack) return undefined;
    const again = setInterval(() => retry.current?.(), TRY_AGAIN_MS);
    return () => clearInterval(again);
  }, [mayComeBack]);
  const isAbout = status === 403 ? t('states.forbidden') : status === 404 ? t('states.missing') : null;
  const reference = referenceOf(why);
  return (
    <Alert
      type={isAbout ? 'info' : 'error'}
      showIcon
      title={isAbout ?? t('states.failed')}
      description={
        isAbout ? null : `${problemText(why)}${reference ? ` (${t('states.reference', { id: reference })})` : ''}`
      }
      action={
        onRetry && !isAbout ? (
          <Button size="small" onClick={onRetry}>
            {t('states.retry')}
          </Button>
        ) : null
      }
    />
  );
};

/** The parts of a query that its answer needs; any query of the query library fits. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** What a page shows while it waits, when it failed, and when there is nothing. */
export const Answer = <T,>({
  query,
  empty,
  emptyText,
  rows = 5,
  children,
}: {
  readonly query: Asked<T>;
  readonly empty?: (data: T) => boolean;
  readonly emptyText?: string;
  /** Lines of the skeleton: about as many as will come. */
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) => {
  if (query.data !== undefined) return empty?.(query.data) ? <Nothing text={emptyText} /> : <>{children(query.data)}</>;
  if (query.isPending && !query.error) return <Skeleton active paragraph={{ rows }} title={false} />;
  return <Trouble why={query.error} onRetry={() => void query.refetch()} />;
};

/** An empty list, said in one quiet line. */
export const Nothing = ({ text }: { readonly text?: string | undefined }) => {
  const { t } = useTranslation();
  return <p className="nothing-line">{text ?? t('states.empty')}</p>;
};

const SHAPES = { green: '●', yellow: '▲', orange: '◆', red: '■' } as const;
export type LevelName = keyof typeof SHAPES;
export const isLevel = (text: string | null | undefined): text is LevelName => !!text && text in SHAPES;

/** A grade by colour, shape and word. */
export const Level = ({ level }: { readonly level: LevelName }) => {
  const { t } = useTranslation();
  return (
    <span className="level" style={{ color: LEVEL_COLOURS[level] }}>
      <span aria-hidden>{SHAPES[level]}</span> {t(`levels.${level}`)}
    </span>
  );
};

/** A date with how far away it is; red only when it has passed. `overdueDays` comes from the record's owner. */
export const Due = ({
  on,
  overdueDays = 0,
  leftDays,
}: {
  readonly on: string | null;
  readonly overdueDays?: number;
  readonly leftDays?: number | null;
}) => {
  const { t } = useTranslation();
  if (!on) return <span className="aside">{t('time.noDeadline')}</span>;
  const isSoon = leftDays !== null && leftDays !== undefined && leftDays >= 0 && leftDays <= 14;
  return (
    <span className="due">
      {on}
      {overdueDays > 0 ? <b className="overdue">{t('time.overdue', { days: overdueDays })}</b> : null}
      {overdueDays <= 0 && isSoon ? (
        <span className="aside">{leftDays === 0 ? t('time.today') : t('time.left', { days: leftDays })}</span>
      ) : null}
    </span>
  );
};

/** Share of a whole as a thin bar with its number; `mark` is a line drawn across it, such as 30 %. */
export const Bar = ({
  percent,
  mark,
  second,
  text,
  tone,
}: {
  readonly percent: number;
  readonly mark?: number;
  /** A second share on the same bar, lighter: reported beside confirmed. */
  readonly second?: number;
  readonly text?: ReactNode;
  readonly tone?: 'overdue' | undefined;
}) => (
  <span className="bar-cell">
    <span className="bar" aria-hidden>
      {second === undefined ? null : <span className="bar-second" style={{ width: `${clamped(second)}%` }} />}
      <span className={tone ? `bar-fill ${tone}` : 'bar-fill'} style={{ width: `${clamped(percent)}%` }} />
      {mark === undefined ? null : <span className="bar-mark" style={{ left: `${clamped(mark)}%` }} />}
    </span>
    {text === undefined ? null : <span className="bar-text">{text}</span>}
  </span>
);
const clamped = (percent: number): number => Math.min(100, Math.max(0, percent));

/** Label and value pairs, dense; pairs without a value are left out by passing null. */
export const Facts = ({
  items,
}: {
  readonly items: readonly (readonly [label: string, value: ReactNode] | null | false)[];
}) => (
  <dl className="facts">
    {items.map((item) =>
      item ? (
        <div key={item[0]}>
          <dt>{item[0]}</dt>
          <dd>{item[1]}</dd>
        </div>
      ) : null,
    )}
  </dl>
);
