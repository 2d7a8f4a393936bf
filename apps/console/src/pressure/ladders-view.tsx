import { Button, Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../i18n.js';
import { Answer, Section, Trouble } from '../shell/parts.js';
import type { Ladder } from './queries.js';
import { useLadder, useLadders } from './queries.js';
import { LadderStair } from './stair.js';

const OneLadder = ({ ladder }: { readonly ladder: Ladder }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const detail = useLadder(ladder.id);
  return (
    <li className="ladder-row">
      <div className="ladder-head">
        <Link to={`/pressure/ladders/${ladder.id}`} className="ladder-title">
          {ladder.title}
        </Link>
        <span className="aside">
          {ladder.unit ? `${ladder.unit.name} · ` : ''}
          {named(ladder.policy.name)}
          {ladder.round > 1 ? ` · ${t('pressure.round', { n: ladder.round })}` : ''} ·{' '}
          {t(`pressure.status.${ladder.status}`)}
        </span>
        {ladder.dueOn ? (
          <span className="ladder-due">
            {t('pressure.dueOn')} <b>{ladder.dueOn}</b>
          </span>
        ) : null}
      </div>
      {detail.data ? (
        <LadderStair ladder={detail.data} />
      ) : detail.error ? (
        <Trouble why={detail.error} onRetry={() => void detail.refetch()} />
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      )}
    </li>
  );
};

/** Ladders under way, each drawn as a stair with its next step and time. */
export const LaddersView = ({
  state,
  onState,
}: {
  readonly state: 'open' | 'ended' | 'all';
  readonly onState: (state: 'open' | 'ended' | 'all') => void;
}) => {
  const { t } = useTranslation();
  const query = useLadders({ state });
  const ladders = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section flush>
      <div className="pressure-filters">
        <Segmented
          value={state}
          onChange={onState}
          options={(['open', 'ended', 'all'] as const).map((value) => ({
            value,
            label: t(`pressure.states.${value}`),
          }))}
        />
      </div>
      <Answer query={query} empty={() => ladders.length === 0} emptyText={t('pressure.emptyLadders')} rows={8}>
        {() => (
          <ul className="ladder-rows">
            {ladders.map((ladder) => (
              <OneLadder key={ladder.id} ladder={ladder} />
            ))}
          </ul>
        )}
      </Answer>
      {query.hasNextPage ? (
        <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('states.more', { n: 12 })}
        </Button>
      ) : null}
    </Section>
  );
};
