import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from '../../forms/form-context.js';
import { usePlatformToday } from '../../shell/session.js';
import { LimitsItem, ValuesItem } from '../item-inputs.js';
import { limitedItems, limitRows, limitsOf, valuesOf } from '../measured-items.js';
import { useSections } from '../monitoring-queries.js';
import { useOutlets } from '../outlets/outlet-queries.js';
import { NewDayItem } from '../register-inputs.js';
import { useField, type WaterWrite } from '../waters/water-drawer.js';
import type { PlantDetail } from '../waters/water-queries.js';

type PlantState = PlantDetail['plant'];
type Day = PlantDetail['days'][number];

const OutletSelect = ({ id, value, onChange, taken }: ControlProps<string> & { readonly taken: readonly string[] }) => {
  const { t } = useTranslation();
  const outlets = useOutlets();
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      loading={outlets.isPending}
      placeholder={t('forms.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      options={(outlets.data ?? [])
        .filter((outlet) => !taken.includes(outlet.id))
        .map((outlet) => ({ value: outlet.id, label: `${outlet.name} ${outlet.id}` }))}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

const OutletItem = ({ taken }: { readonly taken: readonly string[] }) => {
  const { t } = useTranslation();
  const label = t('water.forms.outlet');
  return (
    <Form.Item
      name="outletId"
      label={label}
      rules={[{ required: true, message: t('states.required', { name: label }) }]}
    >
      <OutletSelect taken={taken} />
    </Form.Item>
  );
};

const SectionsSelect = ({ id, value, onChange }: ControlProps<readonly string[]>) => {
  const sections = useSections();
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={[...(value ?? [])]}
      loading={sections.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={(sections.data ?? []).map((section) => ({ value: section.id, label: `${section.name} ${section.id}` }))}
      onChange={(next: string[]) => onChange?.(next)}
    />
  );
};

const outletPath = (id: string): string => `/outlets/${encodeURIComponent(id)}`;

/** What may be written of a sewage plant: its register entry, a day, the correction of one. */
export const usePlantWrites = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const field = useField();

  const registerFields = () => [
    field('designCapacity', 'water.forms.designCapacity', 'decimal'),
    field('backlogBefore', 'water.forms.backlogBefore', 'decimal', false),
  ];
  const registerItems = (
    <>
      <LimitsItem name="limits" label={t('water.forms.limits')} isRequired />
      <Form.Item name="downstream" label={t('water.supply.downstream')}>
        <SectionsSelect />
      </Form.Item>
    </>
  );
  const registerBody: NonNullable<WaterWrite['bodyOf']> = ({ outletId: _outlet, limits, ...rest }) => ({
    ...rest,
    limits: limitsOf(limits),
  });
  const dayFields = () => [
    field('usableCapacity', 'water.forms.usableCapacity', 'decimal', false),
    field('inflow', 'water.forms.inflow', 'decimal', false),
    field('treated', 'water.forms.treated', 'decimal', false),
    field('sludgeProduced', 'water.forms.sludgeProduced', 'decimal', false),
    field('sludgeMoved', 'water.forms.sludgeMoved', 'decimal', false),
  ];
  const dayBody: NonNullable<WaterWrite['bodyOf']> = ({ reason, effluent, ...day }) => ({
    days: [{ ...day, effluent: valuesOf(effluent) }],
    ...(reason === undefined ? {} : { reason }),
  });

  return {
    /** A new plant at an outlet that is not one of these. */
    add: (taken: readonly string[]): WaterWrite => ({
      title: t('water.forms.addPlant'),
      path: ({ outletId }) => `${outletPath(String(outletId))}/plant`,
      method: 'PUT',
      fields: registerFields(),
      besides: { expectedVersion: 0 },
      bodyOf: registerBody,
      before: <OutletItem taken={taken} />,
      more: registerItems,
    }),
    edit: ({ outletId, version, limits, designCapacity, backlogBefore, downstream }: PlantState): WaterWrite => ({
      title: t('water.forms.editPlant'),
      path: `${outletPath(outletId)}/plant`,
      method: 'PUT',
      fields: [...registerFields(), field('reason', 'water.forms.reason', 'text')],
      first: { designCapacity, backlogBefore, downstream, limits: limitRows(limits) },
      besides: { expectedVersion: version },
      bodyOf: registerBody,
      more: registerItems,
    }),
    report: ({ plant, days }: PlantDetail): WaterWrite => ({
      title: t('water.forms.reportDay'),
      path: `${outletPath(plant.outletId)}/plant-days`,
      fields: [...dayFields(), field('reason', 'water.forms.reasonIfKnown', 'text', false)],
      first: { day: today },
      besides: {},
      bodyOf: dayBody,
      before: (
        <NewDayItem
          name="day"
          label={t('water.supply.day')}
          known={days.map(({ day }) => day)}
          knownText={t('water.forms.dayKnown')}
        />
      ),
      more: <ValuesItem name="effluent" label={t('water.supply.effluent')} items={limitedItems(plant.limits)} />,
    }),
    correct: ({ plant }: PlantDetail, day: Day): WaterWrite => ({
      title: t('water.forms.correctDay', { day: day.day }),
      path: `${outletPath(plant.outletId)}/plant-days`,
      fields: [...dayFields(), field('reason', 'water.forms.reason', 'text')],
      first: {
        usableCapacity: day.usableCapacity,
        inflow: day.inflow,
        treated: day.treated,
        sludgeProduced: day.sludgeProduced,
        sludgeMoved: day.sludgeMoved,
        effluent: day.effluent,
      },
      besides: {},
      bodyOf: (values) => dayBody({ ...values, day: day.day }),
      more: (
        <ValuesItem
          name="effluent"
          label={t('water.supply.effluent')}
          items={limitedItems(plant.limits, day.effluent)}
        />
      ),
    }),
  };
};
