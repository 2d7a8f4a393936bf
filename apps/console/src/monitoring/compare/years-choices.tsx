import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSections, useStations } from '../monitoring-queries.js';
import { useAddress, useArea } from './span-fields.js';

/** What years are compared of; it stands in the address as `kind:id`. */
export interface YearsSubject {
  readonly kind: 'area' | 'station' | 'section';
  readonly id: string;
}
const KINDS = ['area', 'station', 'section'] as const;
const MOST_BACK = 4;

const useSubjects = (): Readonly<Record<YearsSubject['kind'], readonly { id: string; name: string }[]>> => ({
  area: useArea().counties,
  station: useStations().data ?? [],
  section: useSections().data ?? [],
});

/** The subject of the address; the first area without one, null before there is any. */
export const useYearsSubject = (): YearsSubject | null => {
  const subjects = useSubjects();
  const [kind, ...id] = (useAddress().get('subject') ?? '').split(':');
  const asked = KINDS.find((one) => one === kind);
  if (asked) return { kind: asked, id: id.join(':') };
  const first = KINDS.find((one) => subjects[one].length > 0);
  return first ? { kind: first, id: subjects[first][0]!.id } : null;
};

export const SubjectChoice = () => {
  const { t } = useTranslation();
  const subjects = useSubjects();
  const subject = useYearsSubject();
  const { set } = useAddress();
  return (
    <Select
      aria-label={t('years.subject')}
      className="area-choice"
      style={{ minWidth: 200 }}
      value={subject ? `${subject.kind}:${subject.id}` : null}
      showSearch={{ optionFilterProp: 'label' }}
      options={KINDS.flatMap((kind) =>
        subjects[kind].length === 0
          ? []
          : [
              {
                label: t(`years.kinds.${kind}`),
                options: subjects[kind].map(({ id, name }) => ({ value: `${kind}:${id}`, label: name })),
              },
            ],
      )}
      onChange={(next) => next && set('subject', next)}
    />
  );
};

/** How many years before stand beside the span. */
export const useBack = (): number => {
  const asked = Number(useAddress().get('back'));
  return Number.isInteger(asked) && asked >= 1 && asked <= MOST_BACK ? asked : 1;
};
export const BackChoice = () => {
  const { t } = useTranslation();
  const { set } = useAddress();
  return (
    <Select
      aria-label={t('years.back')}
      value={useBack()}
      options={Array.from({ length: MOST_BACK }, (_, n) => ({ value: n + 1, label: t('years.backOf', { n: n + 1 }) }))}
      onChange={(next) => set('back', String(next))}
    />
  );
};

export const useGaps = (): 'own' | 'common' => (useAddress().get('gaps') === 'common' ? 'common' : 'own');
export const GapChoice = ({ words }: { readonly words: 'gaps' | 'gapsMonths' }) => {
  const { t } = useTranslation();
  const { set } = useAddress();
  return (
    <Segmented
      aria-label={t('airComparison.gaps')}
      value={useGaps()}
      options={(['own', 'common'] as const).map((value) => ({ value, label: t(`years.${words}.${value}`) }))}
      onChange={(next) => set('gaps', next)}
    />
  );
};
