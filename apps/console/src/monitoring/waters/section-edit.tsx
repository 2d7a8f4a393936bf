import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filledIn } from '../../forms/first-values.js';
import { useMay } from '../../shell/session.js';
import type { Section } from '../monitoring-queries.js';
import { AnsweringItem, AreaItem } from '../register-inputs.js';
import { useChoices, useField, WaterDrawer, type WaterWrite } from './water-drawer.js';
import { numeralOf } from './water-parts.js';

const CLASSES = [1, 2, 3, 4, 5].map((n) => ({ value: String(n), zh: numeralOf(n), en: numeralOf(n) }));

/** Changes what the register says of a section; place, network, who runs it and allowed silence stay as they are. */
export const SectionEdit = ({ section }: { readonly section: Section }) => {
  const { t } = useTranslation();
  const may = useMay();
  const field = useField();
  const choices = useChoices();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  if (!may('subject.manage') || !section.water) return null;
  const { water, position, network, silenceAfterHours, retired, version } = section;
  const title = t('water.forms.editSection');
  const edit = (): void =>
    setWrite({
      title,
      path: `/sections/${encodeURIComponent(section.id)}`,
      method: 'PUT',
      fields: [
        field('name', 'water.supply.name', 'text'),
        field(
          'type',
          'monitoring.waterType',
          'choice',
          true,
          choices(['river', 'lake'] as const, (one) => `monitoring.water.${one}`),
        ),
        field('levels', 'water.forms.levels', 'texts', false),
        field('river', 'water.river', 'text', false),
        field('basin', 'water.basin', 'text', false),
        field('order', 'water.forms.order', 'integer', false),
        field(
          'monitoring',
          'water.monitoring',
          'choice',
          false,
          choices(['automatic', 'manual'] as const, (one) => `water.ways.${one}`),
        ),
        field('target', 'water.targets.standing', 'choice', true, CLASSES),
        field('basis', 'water.targets.basis', 'text', false),
        field('mustKeep', 'water.mustKeep', 'choice', false, CLASSES),
        field('reason', 'water.forms.reason', 'text'),
      ],
      first: {
        ...water,
        target: String(water.target),
        ...(water.mustKeep === undefined ? {} : { mustKeep: String(water.mustKeep) }),
        name: section.name,
        areaId: section.areaId,
        answersFor: section.answersFor,
      },
      besides: {
        position,
        network,
        ...(section.controlLevel ? { controlLevel: section.controlLevel } : {}),
        ...(silenceAfterHours === undefined ? {} : { silenceAfterHours }),
        retired,
        answersFor: [],
        expectedVersion: version,
      },
      bodyOf: ({ type, levels, river, basin, order, monitoring, target, basis, mustKeep, ...rest }) => ({
        ...rest,
        water: filledIn({
          type,
          target: Number(target),
          basis,
          levels,
          river,
          basin,
          order,
          monitoring,
          ...(mustKeep === undefined ? {} : { mustKeep: Number(mustKeep) }),
        }),
      }),
      more: (
        <>
          <AreaItem />
          <AnsweringItem />
        </>
      ),
    });
  return (
    <>
      <Button size="small" onClick={edit}>
        {title}
      </Button>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};
