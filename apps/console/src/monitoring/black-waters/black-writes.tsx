import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { GRADED_ITEMS } from '#libs/domain/water/black-odour.js';
import type { ControlProps } from '../../forms/form-context.js';
import { Part as Cell } from '../../forms/row-controls.js';
import { TextInput } from '../../forms/simple-controls.js';
import { usePlatformToday } from '../../shell/session.js';
import { ValuesItem } from '../item-inputs.js';
import { valuesOf } from '../measured-items.js';
import { AnsweringItem, AreaItem, Rows } from '../register-inputs.js';
import { CodeItem } from '../register/subject-inputs.js';
import { useChoices, useField, type WaterWrite } from '../waters/water-drawer.js';
import type { BlackSample, BlackWaterDetail } from './black-queries.js';

type Water = BlackWaterDetail['water'];
type Point = Water['points'][number];

const POINT = /^[A-Za-z0-9._-]{1,20}$/;
const WRITTEN = ['clarity', 'depth', 'do', 'orp', 'nh3n'] as const;

const PointRows = (props: ControlProps<readonly Point[]>) => {
  const { t } = useTranslation();
  return (
    <Rows<Point> {...props} blank={{ id: '', name: '' }} add={t('blackWaters.addPoint')}>
      {(row, change) => (
        <>
          <Cell label={t('blackWaters.pointCode')}>
            <TextInput value={row.id} maxLength={20} onChange={(id) => change({ id: id ?? '' })} />
          </Cell>
          <Cell label={t('blackWaters.pointName')} wide>
            <TextInput value={row.name} maxLength={100} onChange={(name) => change({ name: name ?? '' })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

const PointsItem = () => {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="points"
      label={t('blackWaters.points')}
      required
      rules={[
        {
          validator: (_rule, rows: readonly Point[] = []) =>
            rows.length > 0 &&
            rows.every(({ id, name }) => POINT.test(id) && name.trim() !== '') &&
            new Set(rows.map(({ id }) => id)).size === rows.length
              ? Promise.resolve()
              : Promise.reject(new Error(t('blackWaters.pointsWrong'))),
        },
      ]}
    >
      <PointRows />
    </Form.Item>
  );
};

const pathOf = (id: string): string => `/black-waters/${encodeURIComponent(id)}`;

/** What may be written of a black water: its register entry, how it stands on the list, a sample and its correction. */
export const useBlackWrites = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const field = useField();
  const choices = useChoices();

  const registerFields = () => [
    field('name', 'blackWaters.name', 'text'),
    field('reach', 'blackWaters.reach', 'text'),
    field('lengthMetres', 'blackWaters.length', 'decimal', false),
    field('surfaceSquareMetres', 'blackWaters.surface', 'decimal', false),
  ];
  const standingFields = (standings: readonly Water['standings'][number]['standing'][]) => [
    field(
      'standing',
      'blackWaters.standing',
      'choice',
      true,
      choices(standings, (one) => `blackWaters.standings.${one}`),
    ),
    field('from', 'blackWaters.from', 'date'),
    field('basis', 'blackWaters.basis', 'text'),
  ];
  const registerItems = (
    <>
      <AreaItem />
      <PointsItem />
      <AnsweringItem />
    </>
  );
  const registerBody = ({
    id: _id,
    lengthMetres,
    surfaceSquareMetres,
    ...rest
  }: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    ...rest,
    lengthMetres: lengthMetres || null,
    surfaceSquareMetres: surfaceSquareMetres || null,
  });
  const sampleItems = (
    <ValuesItem
      name="values"
      label={t('blackWaters.values')}
      items={WRITTEN.map((item) => ({
        item,
        name: t(`blackWaters.items.${item}`),
        unit: t(`blackWaters.units.${item}`),
        ...(item === 'orp' ? { mayBeNegative: true } : {}),
      }))}
      oneOf={GRADED_ITEMS}
    />
  );
  const sampleBody: NonNullable<WaterWrite['bodyOf']> = ({ values, ...rest }) => ({
    ...rest,
    values: valuesOf(values),
  });

  return {
    /** A new water beside those with these codes. */
    add: (taken: readonly string[]): WaterWrite => ({
      title: t('blackWaters.add'),
      path: ({ id }) => pathOf(String(id)),
      method: 'PUT',
      fields: [...registerFields(), ...standingFields(['listed', 'treated', 'closed'])],
      first: { standing: 'listed', from: today },
      besides: { answersFor: [], points: [], expectedVersion: 0 },
      bodyOf: ({ standing, from, basis, ...rest }) => ({ ...registerBody(rest), first: { standing, from, basis } }),
      before: <CodeItem taken={taken} takenText={t('blackWaters.codeTaken')} />,
      more: registerItems,
    }),
    edit: (water: Water): WaterWrite => ({
      title: t('blackWaters.edit'),
      path: pathOf(water.id),
      method: 'PUT',
      fields: [
        ...registerFields(),
        field('retired', 'water.forms.retired', 'boolean'),
        field('reason', 'water.forms.reason', 'text'),
      ],
      first: {
        name: water.name,
        reach: water.reach,
        areaId: water.areaId,
        points: water.points,
        answersFor: water.answersFor,
        retired: water.retired,
        ...(water.lengthMetres === null ? {} : { lengthMetres: water.lengthMetres }),
        ...(water.surfaceSquareMetres === null ? {} : { surfaceSquareMetres: water.surfaceSquareMetres }),
      },
      besides: { answersFor: [], expectedVersion: water.version },
      bodyOf: registerBody,
      more: registerItems,
    }),
    move: (water: Water): WaterWrite => ({
      title: t('blackWaters.move'),
      path: `${pathOf(water.id)}/standings`,
      fields: standingFields(
        ({ listed: ['treated'], treated: ['closed', 'listed'], closed: ['listed'] } as const)[
          water.standings.at(-1)!.standing
        ],
      ),
      first: { from: today },
      besides: { expectedVersion: water.version },
    }),
    mend: (water: Water): WaterWrite => ({
      title: t('blackWaters.mend'),
      path: `${pathOf(water.id)}/standings`,
      fields: standingFields(['listed', 'treated', 'closed']),
      first: { ...water.standings.at(-1)! },
      besides: { instead: true, expectedVersion: water.version },
    }),
    record: (water: Water): WaterWrite => ({
      title: t('blackWaters.record'),
      path: `${pathOf(water.id)}/samples`,
      method: 'PUT',
      fields: [
        field(
          'point',
          'blackWaters.point',
          'choice',
          true,
          water.points.map(({ id, name }) => ({ value: id, zh: name, en: name })),
        ),
        field('sampledOn', 'blackWaters.sampledOn', 'date'),
      ],
      first: { sampledOn: today, ...(water.points.length === 1 ? { point: water.points[0]!.id } : {}) },
      besides: { expectedVersion: 0 },
      bodyOf: sampleBody,
      more: sampleItems,
    }),
    correct: (water: Water, { point, pointName, sampledOn, values, version }: BlackSample): WaterWrite => ({
      title: t('blackWaters.correctOf', { point: pointName, day: sampledOn }),
      path: `${pathOf(water.id)}/samples`,
      method: 'PUT',
      fields: [field('reason', 'water.forms.reason', 'text')],
      first: { values },
      besides: { point, sampledOn, expectedVersion: version },
      bodyOf: sampleBody,
      more: sampleItems,
    }),
  };
};
