import { useTranslation } from 'react-i18next';
import { usePlatformToday } from '../../shell/session.js';
import { LimitsItem, ValuesItem } from '../item-inputs.js';
import { limitRows, limitsOf, type MeasuredItem, sampleItems, valuesOf } from '../measured-items.js';
import { AnsweringItem, AreaItem, NewDayItem } from '../register-inputs.js';
import { CodeItem } from '../register/subject-inputs.js';
import { useChoices, useField, type WaterWrite } from '../waters/water-drawer.js';
import type { Source, SourceDetail } from '../waters/water-queries.js';

type SourceState = Source['source'];
type Result = SourceDetail['results'][number];

const codesOf = (items: readonly MeasuredItem[]): string[] => items.map(({ item }) => item);
const pathOf = (id: string): string => `/drinking-sources/${encodeURIComponent(id)}`;

/** What may be written of a source: its register entry, a result, the correction of one. */
export const useSourceWrites = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const field = useField();
  const choices = useChoices();

  const registerFields = () => [
    field('name', 'water.supply.name', 'text'),
    field(
      'water',
      'water.forms.waterType',
      'choice',
      true,
      choices(['river', 'lake', 'ground'] as const, (one) => `water.supply.water.${one}`),
    ),
    field(
      'level',
      'water.forms.level',
      'choice',
      true,
      choices(['city', 'county', 'township'] as const, (one) => `water.supply.level.${one}`),
    ),
    field(
      'sampledEvery',
      'water.forms.every',
      'choice',
      true,
      choices(['month', 'quarter'] as const, (one) => `water.supply.every.${one}`),
    ),
  ];
  const registerItems = (
    <>
      <AreaItem />
      <LimitsItem name="sourceLimits" label={t('water.forms.sourceLimits')} help={t('water.forms.sourceLimitsHelp')} />
      <LimitsItem name="outletLimits" label={t('water.forms.outletLimits')} />
      <AnsweringItem />
    </>
  );
  const registerBody: NonNullable<WaterWrite['bodyOf']> = ({ id: _id, sourceLimits, outletLimits, ...rest }) => ({
    ...rest,
    sourceLimits: limitsOf(sourceLimits),
    outletLimits: limitsOf(outletLimits),
  });

  return {
    /** A new source beside those with these codes. */
    add: (taken: readonly string[]): WaterWrite => ({
      title: t('water.forms.addSource'),
      path: ({ id }) => pathOf(String(id)),
      method: 'PUT',
      fields: registerFields(),
      first: { sampledEvery: 'month' },
      besides: { answersFor: [], expectedVersion: 0 },
      bodyOf: registerBody,
      before: <CodeItem taken={taken} takenText={t('water.forms.codeTaken')} />,
      more: registerItems,
    }),
    edit: (source: SourceState): WaterWrite => ({
      title: t('water.forms.editSource'),
      path: pathOf(source.id),
      method: 'PUT',
      fields: [
        ...registerFields(),
        field('retired', 'water.forms.retired', 'boolean'),
        field('reason', 'water.forms.reason', 'text'),
      ],
      first: {
        name: source.name,
        areaId: source.areaId,
        water: source.water,
        level: source.level,
        sampledEvery: source.sampledEvery,
        sourceLimits: limitRows(source.sourceLimits),
        outletLimits: limitRows(source.outletLimits),
        answersFor: source.answersFor,
        retired: source.retired,
      },
      besides: { answersFor: [], expectedVersion: source.version },
      bodyOf: registerBody,
      more: registerItems,
    }),
    record: ({ source, results }: SourceDetail, kind: Result['kind']): WaterWrite => ({
      title: t(kind === 'source' ? 'water.forms.addSourceResult' : 'water.forms.addOutletResult'),
      path: `${pathOf(source.id)}/results`,
      method: 'PUT',
      fields: kind === 'source' ? [field('volume', 'water.forms.volume', 'decimal', false)] : [],
      first: { sampledOn: today },
      besides: { kind, expectedVersion: 0 },
      bodyOf: ({ values, ...rest }) => ({ ...rest, values: valuesOf(values) }),
      before: (
        <NewDayItem
          name="sampledOn"
          label={t('water.supply.sampledOn')}
          known={results.filter((one) => one.kind === kind).map(({ sampledOn }) => sampledOn)}
          knownText={t('water.forms.resultKnown')}
        />
      ),
      more: (
        <ValuesItem
          name="values"
          label={t('water.forms.values')}
          items={sampleItems(source, kind)}
          oneOf={codesOf(sampleItems(source, kind))}
        />
      ),
    }),
    correct: ({ source }: SourceDetail, { kind, sampledOn, values, volume, version }: Result): WaterWrite => ({
      title: t('water.forms.correctResult', { day: sampledOn }),
      path: `${pathOf(source.id)}/results`,
      method: 'PUT',
      fields: [
        ...(kind === 'source' ? [field('volume', 'water.forms.volume', 'decimal', false)] : []),
        field('reason', 'water.forms.reason', 'text'),
      ],
      first: { values, ...(volume === null ? {} : { volume }) },
      besides: { kind, sampledOn, expectedVersion: version },
      bodyOf: ({ values: written, ...rest }) => ({ ...rest, values: valuesOf(written) }),
      more: (
        <ValuesItem
          name="values"
          label={t('water.forms.values')}
          items={sampleItems(source, kind, values)}
          oneOf={codesOf(sampleItems(source, kind, values))}
        />
      ),
    }),
  };
};
