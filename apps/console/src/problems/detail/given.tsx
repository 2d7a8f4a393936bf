import { useTranslation } from 'react-i18next';
import { REFUSAL_REASONS } from '#libs/domain/problem/closure-refusal.js';
import { fileUrl } from '../../api/client.js';
import { useDescribedFields } from '../../forms/described-fields.js';
import type { FormField } from '../../forms/form-context.js';
import { useNamed } from '../../i18n.js';
import { usePackName, usePersonName, usePostName, useUnitName } from '../../reference/names.js';

const pascal = (action: string): string =>
  action
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** Acts whose input is not named after the act. */
const COMPONENTS: Readonly<Record<string, string | undefined>> = {
  register: 'RegisterProblem',
  'report-progress': 'ReportProgress',
};

/** What was filled in with an act, under the names its form had. */
export const Given = ({
  action,
  given,
  ofProblem,
}: {
  readonly action: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly ofProblem: boolean;
}) => {
  const named = useNamed();
  const fields = useDescribedFields(COMPONENTS[action] ?? `${pascal(action)}${ofProblem ? 'OfProblem' : 'Task'}`);
  const fieldOf = (name: string): FormField | undefined => fields?.find((field) => field.name === name);
  return (
    <dl className="given">
      {Object.entries(given).map(([name, value]) => {
        const field = fieldOf(name);
        return value === null || value === undefined ? null : (
          <div key={name}>
            <dt>{field ? named(field) : name}</dt>
            <dd>
              <Value name={name} value={value} control={field?.control} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
};

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const Value = ({
  name,
  value,
  control,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly control: FormField['control'] | undefined;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const unit = useUnitName();
  const post = usePostName();
  const person = usePersonName();
  const category = usePackName('categories');
  const refusal = (code: string): string => {
    const reason = (REFUSAL_REASONS as Readonly<Record<string, { zh: string; en: string } | undefined>>)[code];
    return reason ? named(reason) : code;
  };
  const one = (text: string): string => {
    if (control === 'unit' || control === 'units') return unit(text);
    if (control === 'post') return post(text);
    if (control === 'people') return person(text);
    if (name === 'refusalCodes') return refusal(text);
    if (name === 'category') return category(text);
    return text;
  };
  if (typeof value === 'boolean') return <>{value ? t('states.yes') : t('states.no')}</>;
  if (typeof value === 'string' || typeof value === 'number') return <>{one(String(value))}</>;
  if (Array.isArray(value))
    return control === 'files' || value.some((item) => isRow(item) && 'sha256' in item) ? (
      <Files files={value as readonly Row[]} />
    ) : value.every((item) => !isRow(item)) ? (
      <>{value.map((item) => one(String(item))).join('、')}</>
    ) : (
      <ol className="texts">
        {value.map((item, n) => (
          <li key={n}>{isRow(item) ? <Parts row={item} /> : String(item)}</li>
        ))}
      </ol>
    );
  return isRow(value) ? <Parts row={value} /> : null;
};

/** A row of a plan or result in one line, without its number. */
const Parts = ({ row }: { readonly row: Row }) => {
  const { t } = useTranslation();
  const said = Object.entries(row).flatMap(([key, part]) =>
    key === 'no' || part === null || part === false || (Array.isArray(part) && part.length === 0)
      ? []
      : [
          part === true
            ? t('states.yes')
            : Array.isArray(part)
              ? part.join('、')
              : isRow(part)
                ? JSON.stringify(part)
                : String(part),
        ],
  );
  return <>{said.join(' · ')}</>;
};

const Files = ({ files }: { readonly files: readonly Row[] }) => (
  <>
    {files.map((file) => (
      <a key={String(file['sha256'])} href={fileUrl(String(file['sha256']))} className="file-link">
        {String(file['name'])}
      </a>
    ))}
  </>
);
