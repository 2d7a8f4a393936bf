import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../forms/form-context.js';
import { filledIn } from '../../forms/first-values.js';
import { AnsweringItem, AreaItem } from '../register-inputs.js';
import { useChoices, useField, type WaterWrite } from '../waters/water-drawer.js';
import { numeralOf } from '../waters/water-parts.js';
import {
  entryOf,
  limitRows,
  limitsSent,
  type OutletLimit,
  PATH_OF_KIND,
  positionOf,
  type Section,
  silenceOf,
  silenceSent,
  type Station,
  type Subject,
  type SubjectKind,
} from './register-entry.js';
import {
  EvaluationItems,
  NetworkItem,
  OutletLimitsItem,
  PlaceItem,
  SilenceItem,
  SubjectCodeItem,
} from './subject-inputs.js';

type Values = Readonly<Record<string, unknown>>;

const CONTROL_LEVELS = ['national', 'provincial', 'municipal', 'county', 'township'] as const;
const CLASSES = [1, 2, 3, 4, 5].map((n) => ({ value: String(n), zh: numeralOf(n), en: numeralOf(n) }));
/** Who has not been told anything else hears of a silent subject as the pack says. */
const NEW_SILENCE = silenceOf(undefined);

const pathOf = (kind: SubjectKind, id: string): string => `${PATH_OF_KIND[kind]}/${encodeURIComponent(id)}`;

/** What a form of water holds, of what the register says. */
const waterFirst = (water: NonNullable<Section['water']>): Values => ({
  ...water,
  target: String(water.target),
  ...(water.mustKeep === undefined ? {} : { mustKeep: String(water.mustKeep) }),
  ...(water.basinWatch === undefined ? {} : { basinWatch: water.basinWatch ? 'yes' : 'no' }),
});
const waterOf = ({
  type,
  levels,
  river,
  basin,
  order,
  monitoring,
  target,
  basis,
  mustKeep,
  basinWatch,
}: Values): Values =>
  filledIn({
    type,
    target: Number(target),
    basis,
    levels,
    river,
    basin,
    order,
    monitoring,
    ...(mustKeep === undefined ? {} : { mustKeep: Number(mustKeep) }),
    ...(basinWatch === undefined ? {} : { basinWatch: basinWatch === 'yes' }),
  });

/** What is sent of a filled-in form; what was left empty is not there any more. */
const bodyOf = (kind: SubjectKind, values: Values): Values => ({
  ...filledIn({
    name: values['name'],
    areaId: values['areaId'],
    controlLevel: values['controlLevel'],
    answersFor: values['answersFor'],
    reason: values['reason'],
    ...(kind === 'outlet' ? { limits: limitsSent((values['limits'] ?? []) as readonly OutletLimit[]) } : {}),
  }),
  network: String(values['network']).trim(),
  position: positionOf(values['place']),
  ...silenceSent(values['silence']),
  ...(kind === 'section' ? { water: waterOf(values) } : {}),
});
/** Sent where the form has nothing to say of it. */
const withoutSaying = (kind: SubjectKind): Values => ({
  answersFor: [],
  ...(kind === 'outlet' ? { limits: [] } : {}),
  ...(kind === 'station' ? { evaluationPoint: null } : {}),
});
const firstOf = (subject: Subject): Values => ({
  ...('water' in subject && subject.water ? waterFirst(subject.water) : {}),
  ...('limits' in subject ? { limits: limitRows(subject.limits) } : {}),
  name: subject.name,
  areaId: subject.areaId,
  ...(subject.controlLevel ? { controlLevel: subject.controlLevel } : {}),
  network: subject.network,
  answersFor: subject.answersFor,
  silence: silenceOf(subject.silenceAfterHours),
  ...(subject.position ? { place: subject.position } : {}),
});

const useWaterFields = (): FormField[] => {
  const field = useField();
  const choices = useChoices();
  return [
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
    field(
      'basinWatch',
      'water.basinWatch',
      'choice',
      false,
      choices(['yes', 'no'] as const, (one) => `water.watched.${one}`),
    ),
  ];
};

/** What may be written of stations, sections and outlets: new ones, changes, whether they are in use, evaluation points. */
export const useSubjectWrites = () => {
  const { t } = useTranslation();
  const field = useField();
  const choices = useChoices();
  const waterFields = useWaterFields();

  const fieldsOf = (kind: SubjectKind): FormField[] => [
    field('name', 'monitoring.name', 'text'),
    // A section may have several control levels; they stand among what is said of its water.
    ...(kind === 'section'
      ? waterFields
      : [
          field(
            'controlLevel',
            'register.controlLevel',
            'choice',
            false,
            choices(CONTROL_LEVELS, (one) => `hourVoids.levels.${one}`),
          ),
        ]),
  ];
  const itemsOf = (kind: SubjectKind): ReactNode => (
    <>
      <AreaItem />
      <PlaceItem />
      {kind === 'outlet' ? <OutletLimitsItem /> : null}
      <NetworkItem kind={kind} />
      <SilenceItem />
      <AnsweringItem />
    </>
  );
  const reason = field('reason', 'water.forms.reason', 'text');

  return {
    add: (kind: SubjectKind): WaterWrite => ({
      title: t(`register.add.${kind}`),
      path: ({ id }) => pathOf(kind, String(id)),
      method: 'PUT',
      fields: fieldsOf(kind),
      first: { silence: NEW_SILENCE },
      besides: { ...withoutSaying(kind), expectedVersion: 0 },
      bodyOf: (values) => bodyOf(kind, values),
      before: <SubjectCodeItem />,
      more: itemsOf(kind),
    }),
    edit: (kind: SubjectKind, subject: Subject): WaterWrite => ({
      title: t('register.edit'),
      path: pathOf(kind, subject.id),
      method: 'PUT',
      fields: [reason, ...fieldsOf(kind)],
      first: firstOf(subject),
      besides: {
        ...withoutSaying(kind),
        ...('evaluationPoint' in subject ? { evaluationPoint: subject.evaluationPoint } : {}),
        ...(kind === 'section' && subject.controlLevel ? { controlLevel: subject.controlLevel } : {}),
        retired: subject.retired,
        expectedVersion: subject.version,
      },
      bodyOf: (values) => bodyOf(kind, values),
      more: itemsOf(kind),
    }),
    /** Out of use, or into use again: nothing else of it changes. */
    setRetired: (kind: SubjectKind, subject: Subject, retired: boolean): WaterWrite => ({
      title: t(retired ? 'register.retireTitle' : 'register.restoreTitle', { name: subject.name }),
      path: pathOf(kind, subject.id),
      method: 'PUT',
      fields: [reason],
      besides: { ...entryOf(subject), retired, expectedVersion: subject.version },
      before: retired ? <p>{t('register.retireHelp')}</p> : null,
    }),
    evaluate: ({ id, version, evaluationPoint }: Station): WaterWrite => ({
      title: t('register.evaluation'),
      path: `${pathOf('station', id)}/evaluation-point`,
      method: 'PUT',
      fields: [
        field(
          'status',
          'register.status',
          'choice',
          true,
          choices(['yes', 'no', 'unknown'] as const, (one) => `monitoring.evaluation.${one}`),
        ),
      ],
      first: filledIn({ ...evaluationPoint }),
      besides: { basis: null, from: null, expectedVersion: version },
      more: <EvaluationItems />,
    }),
  };
};
