import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Section as Part } from '../../shell/parts.js';
import { useMay, usePlatformToday } from '../../shell/session.js';
import { useField, WaterDrawer, type WaterWrite } from './water-drawer.js';
import { numeralOf } from './water-parts.js';
import { useSectionAbsences, useSectionTargets } from './water-queries.js';
import { comma } from '../../texts/joined.js';

const Targets = ({ id, onWrite }: { readonly id: string; readonly onWrite: (write: WaterWrite) => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  const today = usePlatformToday();
  const field = useField();
  const query = useSectionTargets(id);
  const statements = query.data?.statements ?? [];
  const inForce = new Map(statements.map((one, n) => [one.year, n]));
  const record = (): void =>
    onWrite({
      title: t('water.targets.record'),
      path: `/sections/${id}/targets`,
      fields: [
        field('year', 'water.targets.year', 'integer'),
        field('target', 'water.targets.class', 'integer'),
        field('basis', 'water.targets.basis', 'text'),
      ],
      first: { year: Number(today.slice(0, 4)) },
      besides: { expectedCount: statements.length },
    });
  return (
    <Part
      flush
      title={t('water.targets.title')}
      aside={t('water.targets.aside')}
      extra={
        may('subject.manage') && query.data ? (
          <Button size="small" onClick={record}>
            {t('water.targets.record')}
          </Button>
        ) : null
      }
    >
      <Answer query={query} rows={2}>
        {({ standing }) => (
          <div className="table-scroll">
            <table className="page-table">
              <tbody>
                {statements
                  .map((one, n) => (
                    <tr key={n}>
                      <th scope="row">{one.year}</th>
                      <td>{numeralOf(one.target)}</td>
                      <td className="wraps">{one.basis}</td>
                      <td>
                        {one.recordedOn} {one.recordedBy}
                      </td>
                      <td>{inForce.get(one.year) === n ? t('water.targets.inForce') : ''}</td>
                    </tr>
                  ))
                  .reverse()}
                <tr>
                  <th scope="row">{t('water.targets.standing')}</th>
                  <td>{numeralOf(standing)}</td>
                  <td className="wraps aside" colSpan={3}>
                    {statements.length === 0 ? t('water.targets.none') : ''}
                  </td>
                </tr>
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </Part>
  );
};

const Absences = ({ id, onWrite }: { readonly id: string; readonly onWrite: (write: WaterWrite) => void }) => {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const field = useField();
  const query = useSectionAbsences(id);
  const choices = (['dry', 'notMonitored'] as const).map((value) => ({
    value,
    zh: i18n.getFixedT('zh')(`water.months.states.${value}`),
    en: i18n.getFixedT('en')(`water.months.states.${value}`),
  }));
  const record = (): void =>
    onWrite({
      title: t('water.absences.record'),
      path: `/sections/${id}/absences`,
      fields: [
        field('state', 'water.absences.state', 'choice', true, choices),
        field('from', 'water.absences.from', 'date'),
        field('to', 'water.absences.to', 'date', false),
        field('reason', 'water.absences.reason', 'text'),
        field('proof', 'water.absences.proof', 'texts', false),
      ],
      besides: {},
    });
  const correct = (absenceId: string, version: number, to: string | null, isWithdrawn: boolean): void =>
    onWrite({
      title: t(isWithdrawn ? 'water.absences.withdraw' : 'water.absences.end'),
      path: `/section-absences/${absenceId}/correction`,
      fields: [
        ...(isWithdrawn ? [] : [field('to', 'water.absences.to', 'date')]),
        field('reason', 'water.absences.why', 'text'),
      ],
      besides: { to, withdrawn: isWithdrawn, expectedVersion: version },
    });
  return (
    <Part
      flush
      title={t('water.absences.title')}
      aside={t('water.absences.aside')}
      extra={
        may('subject.manage') ? (
          <Button size="small" onClick={record}>
            {t('water.absences.record')}
          </Button>
        ) : null
      }
    >
      <Answer query={query} rows={1} empty={(items) => items.length === 0} emptyText={t('water.absences.none')}>
        {(items) => (
          <div className="table-scroll">
            <table className="page-table">
              <tbody>
                {items.map((one) => (
                  <tr key={one.id} className={one.withdrawnAt ? 'aside' : undefined}>
                    <th scope="row">
                      {one.from} – {one.to ?? t('water.absences.lasting')}
                    </th>
                    <td>{t(`water.months.states.${one.state}`)}</td>
                    <td className="wraps">{one.reason}</td>
                    <td className="wraps">{one.proof.join(comma())}</td>
                    <td>
                      {one.withdrawnAt ? (
                        t('water.absences.withdrawn')
                      ) : may('subject.manage') ? (
                        <>
                          {one.to === null ? (
                            <Button type="link" size="small" onClick={() => correct(one.id, one.version, null, false)}>
                              {t('water.absences.end')}
                            </Button>
                          ) : null}
                          <Button type="link" size="small" onClick={() => correct(one.id, one.version, one.to, true)}>
                            {t('water.absences.withdraw')}
                          </Button>
                        </>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </Part>
  );
};

/** What the register says of a section over time: targets by year, and when it was dry or not monitored. */
export const SectionRegisterPart = ({ id }: { readonly id: string }) => {
  const [write, setWrite] = useState<WaterWrite | null>(null);
  return (
    <>
      <Targets id={id} onWrite={setWrite} />
      <Absences id={id} onWrite={setWrite} />
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};
