import { App as AntApp, Button, Dropdown, Input, Popover, Select, Space } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TIME_CATEGORIES } from './time-categories.js';
import { useNamed } from '../i18n.js';
import { useAreas, useUnits, useVocabulary } from '../reference/names.js';
import { STATE_NAMES } from './problem-names.js';
import { chosenNames, type FilterName, type FilterText, searchOf } from './problem-filter.js';
import { useSavedViews } from './saved-views.js';

const SEARCH_DELAY_MS = 300;
const LEVELS = ['green', 'yellow', 'orange', 'red'] as const;
const SORTS = ['no', 'deadline', '-changed'] as const;

/** Search, filters, order and kept views; every change goes into the address. */
export const FilterBar = ({
  filter,
  onChange,
}: {
  readonly filter: FilterText;
  readonly onChange: (next: FilterText, replace?: boolean) => void;
}) => {
  const { t } = useTranslation();
  const set = (name: FilterName, value: string | undefined, replace = false): void => {
    const { [name]: _old, ...rest } = filter;
    onChange(value ? { ...rest, [name]: value } : rest, replace);
  };
  const chosen = chosenNames(filter).filter((name) => name !== 'q' && name !== 'listId');
  return (
    <div className="filter-bar">
      <SearchBox value={filter.q} onChange={(q) => set('q', q, true)} />
      <Popover
        trigger="click"
        placement="bottomRight"
        content={<Filters filter={filter} onSet={set} onClear={() => onChange({})} />}
      >
        <Button>
          {t('problems.filters')}
          {chosen.length > 0 ? ` ${chosen.length}` : ''} ▾
        </Button>
      </Popover>
      <Select
        aria-label={t('problems.sortBy')}
        value={(filter.sort as (typeof SORTS)[number] | undefined) ?? 'no'}
        options={SORTS.map((sort) => ({ value: sort, label: t(`problems.sort.${sort}`) }))}
        onChange={(sort) => set('sort', sort === 'no' ? undefined : sort)}
        popupMatchSelectWidth={false}
      />
      <Views filter={filter} onChange={onChange} />
    </div>
  );
};

const SearchBox = ({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (q: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => {
    if (typed === (value ?? '')) return undefined;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input
      id="problem-search"
      type="search"
      allowClear
      className="search-box"
      placeholder={t('problems.search')}
      aria-label={t('problems.search')}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
};

interface Choice {
  readonly value: string;
  readonly label: string;
}

const Filters = ({
  filter,
  onSet,
  onClear,
}: {
  readonly filter: FilterText;
  readonly onSet: (name: FilterName, value: string | undefined) => void;
  readonly onClear: () => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const units: Choice[] = [...(useUnits()?.values() ?? [])].map(({ id, shortName }) => ({
    value: id,
    label: shortName,
  }));
  const areas: Choice[] = [...(useAreas()?.values() ?? [])].map(({ id, name }) => ({ value: id, label: name }));
  const categories: Choice[] = useVocabulary('categories').map((one) => ({ value: one.id, label: named(one) }));
  const sources: Choice[] = useVocabulary('sources').map((one) => ({ value: one.id, label: named(one) }));
  const states: Choice[] = Object.entries(STATE_NAMES).flatMap(([value, name]) =>
    name ? [{ value, label: named(name) }] : [],
  );
  const one = (name: FilterName, label: string, options: Choice[]) => (
    <label>
      <span className="aside">{label}</span>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter[name]}
        options={options}
        placeholder={t('states.all')}
        onChange={(value: string | undefined) => onSet(name, value)}
      />
    </label>
  );
  const many = (name: FilterName, label: string, options: Choice[]) => (
    <label>
      <span className="aside">{label}</span>
      <Select
        mode="multiple"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter[name]?.split(',') ?? []}
        options={options}
        placeholder={t('states.all')}
        onChange={(values: string[]) => onSet(name, values.join(',') || undefined)}
      />
    </label>
  );
  return (
    <div className="filters">
      {many('state', t('problems.state'), states)}
      {many(
        'level',
        t('problems.level'),
        LEVELS.map((level) => ({ value: level, label: t(`levels.${level}`) })),
      )}
      {one('leadUnitId', t('problems.leadUnit'), units)}
      {one('unitId', t('problems.unit'), units)}
      {one('category', t('problems.category'), categories)}
      {one('source', t('problems.source'), sources)}
      {one('areaId', t('problems.area'), areas)}
      {one(
        'timeCategory',
        t('problems.timeCategory'),
        TIME_CATEGORIES.map((value) => ({ value, label: t(`problems.timeCategories.${value}`) })),
      )}
      <Button size="small" onClick={onClear}>
        {t('problems.clear')}
      </Button>
    </div>
  );
};

/** Filters kept under a name on this machine; the link goes anywhere. */
const Views = ({
  filter,
  onChange,
}: {
  readonly filter: FilterText;
  readonly onChange: (next: FilterText) => void;
}) => {
  const { t } = useTranslation();
  const { message, modal } = AntApp.useApp();
  const { views, keep, remove } = useSavedViews();
  const ask = (): void => {
    let name = '';
    void modal.confirm({
      title: t('problems.saveViewName'),
      icon: null,
      okText: t('problems.save'),
      content: <Input autoFocus maxLength={40} onChange={(event) => (name = event.target.value.trim())} />,
      onOk: () => {
        if (name) keep({ name, search: searchOf(filter) });
      },
    });
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    void message.success(t('problems.copied'));
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...views.map((view) => ({
            key: `view ${view.name}`,
            label: (
              <Space>
                {view.name}
                <Button
                  type="text"
                  size="small"
                  aria-label={t('problems.removeView', { name: view.name })}
                  title={t('problems.removeView', { name: view.name })}
                  onClick={(event) => {
                    event.stopPropagation();
                    remove(view.name);
                  }}
                >
                  ×
                </Button>
              </Space>
            ),
            onClick: () => onChange(Object.fromEntries(new URLSearchParams(view.search))),
          })),
          ...(views.length > 0 ? [{ type: 'divider' as const }] : []),
          { key: 'keep', label: t('problems.saveView'), disabled: searchOf(filter) === '', onClick: ask },
          { key: 'copy', label: t('problems.copyLink'), onClick: () => void copy() },
        ],
      }}
    >
      <Button>{t('problems.views_saved')} ▾</Button>
    </Dropdown>
  );
};
