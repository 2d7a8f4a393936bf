import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { ActsView, QueueView } from './acts-view.js';
import { LaddersView } from './ladders-view.js';
import { type ActFilter, useActs, useLadders, type Warning, type WarningFilter, useWarningSummary } from './queries.js';
import { WarningsView } from './warnings-view.js';

const VIEWS = ['warnings', 'ladders', 'queue', 'acts'] as const;
type View = (typeof VIEWS)[number];
const STATES = ['open', 'ended', 'all'] as const;
const SEVERITIES = ['red', 'orange', 'yellow', 'notice'] as const;
const NEEDS: Readonly<Record<View, string>> = {
  warnings: 'warning.read',
  ladders: 'ladder.read',
  queue: 'act.read',
  acts: 'act.read',
};

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | undefined =>
  known.find((one) => one === text);

const useLead = (): string => {
  const { t } = useTranslation();
  const summary = useWarningSummary().data;
  const ladders = useLadders({ state: 'open' }).data?.pages;
  const mine = useActs({ waitingForMe: 'true' }).data?.pages[0]?.total ?? 0;
  if (!summary) return '\u00a0';
  if (summary.open === 0) return t('pressure.leadClear', { mine });
  const known = (ladders ?? []).flatMap((page) => page.items);
  const on = known.flatMap(({ dueOn }) => dueOn ?? []).sort()[0];
  return t('pressure.lead', {
    open: summary.open,
    red: summary.byClass.reduce((sum, row) => sum + row.red, 0),
    ladders: `${known.length}${ladders?.at(-1)?.nextCursor ? '+' : ''}`,
    due: on ? t('pressure.leadDue', { on }) : '',
    mine,
  });
};

/** Warnings, ladders, what waits for one's hand, and all acts. */
export const PressurePage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const lead = useLead();
  const mine = useActs({ waitingForMe: 'true' }).data?.pages[0]?.total ?? 0;
  const [address, setAddress] = useSearchParams();
  const view = oneOf(VIEWS, address.get('view')) ?? 'warnings';
  const state = oneOf(STATES, address.get('state')) ?? 'open';
  const text = (name: string): string | undefined => address.get(name) ?? undefined;
  const flag = (name: string): 'true' | undefined => (address.get(name) === 'true' ? 'true' : undefined);
  const change = (words: Readonly<Record<string, string | null | undefined>>): void =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(words)) {
          if (value === null || value === undefined) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  const warnings: WarningFilter = {
    state,
    ruleClass: text('ruleClass'),
    severity: oneOf<Warning['severity']>(SEVERITIES, address.get('severity')),
    unitId: text('unitId'),
  };
  const acts: ActFilter = {
    kind: text('kind'),
    state: address.get('view') === 'acts' ? text('state') : undefined,
    unitId: text('unitId'),
    open: flag('open'),
    issued: flag('issued'),
    overdue: flag('overdue'),
  };
  return (
    <Page
      title={t('pressure.title')}
      lead={lead}
      extra={
        <Segmented
          aria-label={t('pressure.view')}
          value={view}
          onChange={(next) => setAddress(next === 'warnings' ? {} : { view: next })}
          options={VIEWS.filter((value) => may(NEEDS[value])).map((value) => ({
            value,
            label:
              value === 'queue' && mine > 0 ? `${t(`pressure.views.${value}`)} ${mine}` : t(`pressure.views.${value}`),
          }))}
        />
      }
    >
      {view === 'warnings' ? <WarningsView filter={warnings} onChange={change} /> : null}
      {view === 'ladders' ? (
        <LaddersView state={state} onState={(next) => change({ state: next === 'open' ? null : next })} />
      ) : null}
      {view === 'queue' ? <QueueView /> : null}
      {view === 'acts' ? <ActsView filter={acts} onChange={change} /> : null}
    </Page>
  );
};
