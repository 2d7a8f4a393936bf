import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNamed } from '../../i18n.js';
import { useUnitName } from '../../reference/names.js';
import { minuteText } from '../../shell/time.js';
import { Given } from './given.js';
import { useStateName } from '../problem-names.js';

export interface TimelineEntry {
  readonly id: string;
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  readonly from: string | null;
  readonly to: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: { readonly name: string; readonly unitId: string | null };
  readonly given: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

/** Recorded this much later than it happened, an act was dated back. */
const LATER_MS = 3_600_000;

/** What happened, newest first: who did what when; what was filled in is a click away. */
export const Timeline = ({
  entries,
  ofProblem = false,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly ofProblem?: boolean;
}) => {
  const ordered = [...entries].sort((a, b) =>
    a.at === b.at ? (a.recordedAt < b.recordedAt ? 1 : -1) : a.at < b.at ? 1 : -1,
  );
  return (
    <ol className="timeline">
      {ordered.map((entry) => (
        <Entry key={entry.id} entry={entry} ofProblem={ofProblem} />
      ))}
    </ol>
  );
};

/** What a timer or a consumer did carries its technical name. */
const isPlatform = ({ actor }: TimelineEntry): boolean => actor.unitId === null && /^[a-z][\w.-]*$/.test(actor.name);

const Entry = ({ entry, ofProblem }: { readonly entry: TimelineEntry; readonly ofProblem: boolean }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const unitName = useUnitName();
  const stateName = useStateName();
  const [isOpen, setOpen] = useState(false);
  const isLate = Date.parse(entry.recordedAt) - Date.parse(entry.at) > LATER_MS;
  const hasGiven = Object.keys(entry.given).length > 0;
  return (
    <li>
      <div>
        <b>{named(entry)}</b>
        {ofProblem && entry.to !== entry.from ? <span className="aside"> → {stateName(entry.to)}</span> : null}
      </div>
      <div className="aside">
        {minuteText(entry.at)} · {entry.actor.unitId ? `${unitName(entry.actor.unitId)} ` : ''}
        {isPlatform(entry) ? <span title={entry.actor.name}>{t('problems.detail.platform')}</span> : entry.actor.name}
        {isLate ? ` · ${t('problems.detail.recordedLater', { at: minuteText(entry.recordedAt) })}` : ''}
      </div>
      {entry.reason ? <div>{t('problems.detail.reason', { text: entry.reason })}</div> : null}
      {hasGiven ? (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="aside">{t('problems.detail.given')}</summary>
          {isOpen ? <Given action={entry.action} given={entry.given} ofProblem={ofProblem} /> : null}
        </details>
      ) : null}
    </li>
  );
};
