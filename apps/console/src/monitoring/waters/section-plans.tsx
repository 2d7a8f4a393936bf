import { Button, Form, InputNumber } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateInput } from '../../forms/date-controls.js';
import type { ControlProps } from '../../forms/form-context.js';
import { UnitInput } from '../../forms/reference-controls.js';
import { Part as Cell } from '../../forms/row-controls.js';
import { TextInput } from '../../forms/simple-controls.js';
import { useProjectNames } from '../../funds/funds-queries.js';
import { linkTo } from '../../reference/links.js';
import { useUnitName } from '../../reference/names.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { useMay, usePlatformToday } from '../../shell/session.js';
import { Rows } from '../register-inputs.js';
import { useField, WaterDrawer, type WaterWrite } from './water-drawer.js';
import { numeralOf } from './water-parts.js';
import { type Plan, useSectionPlans } from './water-queries.js';
import { comma, semicolon } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

type Measure = Plan['measures'][number];
type Goal = Plan['goals'][number];

const MeasuresInput = (props: ControlProps<readonly Measure[]>) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  return (
    <Rows<Measure>
      {...props}
      blank={{ measure: '', owner: '', due: today, projects: [] }}
      add={t('water.plans.addMeasure')}
    >
      {(row, change) => (
        <>
          <Cell label={t('water.plans.measure')} wide>
            <TextInput value={row.measure} maxLength={500} onChange={(measure) => change({ measure: measure ?? '' })} />
          </Cell>
          <Cell label={t('water.plans.owner')}>
            <UnitInput value={row.owner || undefined} isRequired onChange={(owner) => change({ owner: owner ?? '' })} />
          </Cell>
          <Cell label={t('water.plans.due')}>
            <DateInput value={row.due} onChange={(due) => change({ due: due ?? '' })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

const GoalsInput = (props: ControlProps<readonly Goal[]>) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  return (
    <Rows<Goal> {...props} blank={{ by: `${today.slice(0, 4)}-12-31`, target: 3 }} add={t('water.plans.addGoal')}>
      {(row, change) => (
        <>
          <Cell label={t('water.plans.by')}>
            <DateInput value={row.by} onChange={(by) => change({ by: by ?? '' })} />
          </Cell>
          <Cell label={t('water.plans.class')}>
            <InputNumber min={1} max={5} value={row.target} onChange={(target) => change({ target: target ?? 3 })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

/** Projects a measure is carried out by, each with its page; the bare id for who may not see the project. */
const Projects = ({ ids }: { readonly ids: readonly string[] }) => {
  const names = useProjectNames();
  return (
    <span className="aside">
      {ids.map((id, n) => {
        const name = names.get(id);
        return (
          <Fragment key={id}>
            {n > 0 ? comma() : ' '}
            {name === undefined ? id : <Link to={linkTo('project', id)!}>{name}</Link>}
          </Fragment>
        );
      })}
    </span>
  );
};

const Content = ({ plan }: { readonly plan: Plan }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const today = usePlatformToday();
  const isInForce = plan.from <= today && (plan.to === null || plan.to >= today);
  return (
    <>
      <p className="plan-head">
        <b>{t('water.plans.version', { n: plan.version })}</b> {plan.from}
        {plan.to ? ` ${t('water.plans.until', { to: plan.to })}` : ''}
        {isInForce ? <span className="aside"> {t('water.plans.inForce')}</span> : null}
        <span className="aside"> {plan.recordedBy}</span>
      </p>
      <p>
        <span className="aside">{t('water.plans.causes')}</span> {plan.causes.join(semicolon())}
      </p>
      {plan.goals.length > 0 ? (
        <p>
          <span className="aside">{t('water.plans.goals')}</span>{' '}
          {plan.goals
            .map(({ by, target }) => t('water.plans.goal', { by, class: numeralOf(target) }))
            .join(semicolon())}
        </p>
      ) : null}
      <PageTable heads={[t('water.plans.measure'), t('water.plans.owner'), t('water.plans.due')]}>
        {plan.measures.map(({ measure, owner, due, projects }, n) => (
          <tr key={n}>
            <td className="wraps">
              {measure}
              {projects.length > 0 ? <Projects ids={projects} /> : null}
            </td>
            <td>{unitName(owner)}</td>
            <td className={isInForce && due < today ? 'overdue' : undefined}>
              {due}
              {isInForce && due < today ? ` ${t('water.plans.overdue')}` : ''}
            </td>
          </tr>
        ))}
      </PageTable>
    </>
  );
};

/** The plan of a section with its versions. */
export const SectionPlansPart = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const may = useMay();
  const today = usePlatformToday();
  const field = useField();
  const query = useSectionPlans(id);
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const [newest] = query.data ?? [];
  const title = t(newest ? 'water.plans.revise' : 'water.plans.record');
  const record = (): void =>
    setWrite({
      title,
      path: `/sections/${id}/plans`,
      fields: [field('from', 'water.plans.from', 'date'), field('causes', 'water.plans.causes', 'texts')],
      first: {
        from: today,
        ...(newest ? { causes: newest.causes, measures: newest.measures, goals: newest.goals } : {}),
      },
      besides: { expectedVersion: newest?.version ?? 0, measures: [], goals: [] },
      more: (
        <>
          <Form.Item name="measures" label={t('water.plans.measures')}>
            <MeasuresInput />
          </Form.Item>
          <Form.Item name="goals" label={t('water.plans.goals')}>
            <GoalsInput />
          </Form.Item>
        </>
      ),
    });
  return (
    <Part
      title={t('water.plans.title')}
      aside={t('water.plans.aside')}
      extra={
        may('subject.manage') && query.data ? (
          <Button size="small" onClick={record}>
            {title}
          </Button>
        ) : null
      }
    >
      <Answer query={query} rows={3} empty={(items) => items.length === 0} emptyText={t('water.plans.none')}>
        {([current, ...older]) => (
          <>
            {current ? <Content plan={current} /> : null}
            {older.length > 0 ? (
              <details>
                <summary>{t('water.plans.older')}</summary>
                {older.map((plan) => (
                  <Content key={plan.version} plan={plan} />
                ))}
              </details>
            ) : null}
          </>
        )}
      </Answer>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </Part>
  );
};
