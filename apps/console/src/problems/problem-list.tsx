import { App as AntApp, Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing, Page, problemText, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { FilterBar } from './filter-bar.js';
import { ListRates } from './list-rates.js';
import {
  chosenNames,
  type FilterText,
  useProblemFilter,
  type ViewName,
  viewOf,
  VIEWS,
  withView,
} from './problem-filter.js';
import { useProblemCounts, useProblems } from './problem-queries.js';
import { ProblemRows } from './problem-rows.js';
import { RegisterProblem } from './register-problem.js';
import { useExport } from './use-export.js';

export const ProblemList = () => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const may = useMay();
  const [filter, setFilter] = useProblemFilter();
  const [isRegistering, setRegistering] = useState(false);
  const problems = useProblems(filter);
  const { counts, upper } = useProblemCounts(filter);
  const exportAll = useExport();
  const body = useRef<HTMLDivElement>(null);
  useListKeys(body);

  const items = problems.data?.pages.flatMap((page) => page.items) ?? [];
  const total = problems.data?.pages[0]?.counts.total ?? 0;
  const numbers: Record<ViewName, number | undefined> = {
    all: counts?.total,
    open: counts?.open,
    overdue: counts?.overdue,
    upper,
    closed: counts?.closed,
  };
  const isNarrowed = chosenNames(filter).length > 0 || viewOf(filter) !== 'all';

  return (
    <Page
      title={t('problems.title')}
      lead={counts ? <Lead {...counts} /> : null}
      extra={
        <>
          {may('problem.register') ? (
            <Button type="primary" onClick={() => setRegistering(true)}>
              {t('problems.register')}
            </Button>
          ) : null}
          <Button
            loading={exportAll.isPending}
            disabled={total === 0}
            onClick={() =>
              exportAll.mutate(filter, {
                onSuccess: (n) => void message.success(t('problems.exported', { n })),
                onError: (why) => void message.error(problemText(why)),
              })
            }
          >
            {t('problems.export')}
          </Button>
        </>
      }
    >
      <ListRates chosen={filter.listId} onChoose={(listId) => setFilter(withOne(filter, 'listId', listId))} />
      <Section flush>
        <div className="list-head">
          <div className="scroll-x">
            <Segmented<ViewName>
              value={viewOf(filter) ?? 'all'}
              onChange={(view) => setFilter(withView(filter, view))}
              options={(Object.keys(VIEWS) as ViewName[]).map((view) => ({
                value: view,
                label: (
                  <>
                    {t(`problems.views.${view}`)}{' '}
                    <span className={view === 'overdue' && numbers[view] ? 'overdue' : 'aside'}>
                      {numbers[view] ?? ''}
                    </span>
                  </>
                ),
              }))}
            />
          </div>
          <FilterBar filter={filter} onChange={setFilter} />
        </div>
        <div ref={body} className={problems.isPlaceholderData ? 'stale' : undefined}>
          <Answer query={problems} rows={12}>
            {() =>
              items.length === 0 ? (
                <div className="nothing">
                  <Nothing text={isNarrowed ? t('problems.none') : t('problems.noneYet')} />
                  {isNarrowed ? <Button onClick={() => setFilter({})}>{t('problems.clear')}</Button> : null}
                </div>
              ) : (
                <ProblemRows items={items} />
              )
            }
          </Answer>
        </div>
        {items.length > 0 ? (
          <div className="list-foot">
            <span className="aside">{t('states.shown', { shown: items.length, total })}</span>
            {problems.hasNextPage ? (
              <Button size="small" loading={problems.isFetchingNextPage} onClick={() => void problems.fetchNextPage()}>
                {t('states.more', { n: Math.min(50, total - items.length) })}
              </Button>
            ) : null}
          </div>
        ) : null}
      </Section>
      <RegisterProblem isOpen={isRegistering} onClose={() => setRegistering(false)} />
    </Page>
  );
};

const withOne = (filter: FilterText, name: keyof FilterText, value: string | undefined): FilterText => {
  const { [name]: _old, ...rest } = filter;
  return value ? { ...rest, [name]: value } : rest;
};

const Lead = ({
  total,
  open,
  overdue,
}: {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
}) => {
  const { t } = useTranslation();
  return <>{overdue > 0 ? t('problems.lead', { total, open, overdue }) : t('problems.leadClear', { total, open })}</>;
};

/** `/` goes to the search box; arrows and j, k go up and down the rows, Enter opens as everywhere. */
const useListKeys = (body: React.RefObject<HTMLDivElement | null>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target as HTMLElement;
      if (at.matches('input, textarea, select, [contenteditable], [role="combobox"]')) return;
      if (event.key === '/') {
        event.preventDefault();
        document.getElementById('problem-search')?.focus();
        return;
      }
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a.row-link') ?? [])];
      if (step === undefined || links.length === 0) return;
      const now = links.indexOf(document.activeElement as HTMLAnchorElement);
      if (now < 0 && event.key.startsWith('Arrow')) return;
      event.preventDefault();
      links[Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [body]);
};
