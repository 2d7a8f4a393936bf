import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.js';
import { usePeople, usePostName, usePosts, useUnits } from '../reference/names.js';
import { useMe } from '../shell/session.js';
import { type ControlProps, useFormSubject } from './form-context.js';

interface Option {
  readonly value: string;
  readonly label: string;
  /** What is searched besides the label. */
  readonly also: string;
}
const SEARCH = {
  filterOption: (typed: string, option: Option | undefined) =>
    `${option?.label} ${option?.also}`.toLowerCase().includes(typed.toLowerCase()),
};

const useUnitOptions = (): Option[] => {
  const units = useUnits();
  return useMemo(
    () =>
      [...(units?.values() ?? [])]
        .filter(({ retired }) => !retired)
        .map(({ id, name, shortName }) => ({ value: id, label: shortName, also: `${name} ${id}` })),
    [units],
  );
};

export const UnitInput = ({
  id,
  value,
  onChange,
  isRequired = true,
}: ControlProps<string> & { readonly isRequired?: boolean }) => {
  const { t } = useTranslation();
  return (
    <Select<string, Option>
      {...(id ? { id } : {})}
      value={value}
      options={useUnitOptions()}
      placeholder={t('forms.unit')}
      allowClear={!isRequired}
      showSearch={SEARCH}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

export const UnitsInput = ({ id, value, onChange }: ControlProps<string[]>) => {
  const { t } = useTranslation();
  return (
    <Select<string[], Option>
      {...(id ? { id } : {})}
      mode="multiple"
      value={value ?? []}
      options={useUnitOptions()}
      placeholder={t('forms.unit')}
      showSearch={SEARCH}
      onChange={(next) => onChange?.(next.length > 0 ? next : undefined)}
    />
  );
};

/** Posts, those of one's own unit and of the record's units first: they are what is nearly always meant. */
export const PostInput = ({
  id,
  value,
  onChange,
  isRequired,
}: ControlProps<string> & { readonly isRequired: boolean }) => {
  const { t } = useTranslation();
  const posts = usePosts();
  const postName = usePostName();
  const { unitId } = useMe();
  const { problem, task } = useFormSubject();
  const near = useMemo(
    () => new Set([unitId, problem?.leadUnitId, problem?.supervisingUnitId, task?.leadUnitId].filter(Boolean)),
    [unitId, problem, task],
  );
  const options = [...(posts?.values() ?? [])]
    .filter(({ retired }) => !retired)
    .map((post): Option & { isNear: boolean } => ({
      value: post.id,
      label: postName(post.id),
      also: post.id,
      isNear: near.has(post.unitId),
    }))
    .sort((a, b) => Number(b.isNear) - Number(a.isNear));
  return (
    <Select<string, Option>
      {...(id ? { id } : {})}
      value={value}
      options={options}
      placeholder={t('forms.post')}
      allowClear={!isRequired}
      showSearch={SEARCH}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

/** People with the posts they hold today, those of one's own unit first. */
export const PeopleInput = ({ id, value, onChange }: ControlProps<string[]>) => {
  const { t } = useTranslation();
  const people = usePeople();
  const posts = usePosts();
  const postName = usePostName();
  const { unitId } = useMe();
  const { today } = useFormSubject();
  const held = useMemo(() => {
    const found = new Map<string, { posts: string[]; isOwn: boolean }>();
    for (const post of posts?.values() ?? []) {
      for (const holder of post.holders) {
        if (holder.from > today || (holder.to !== null && holder.to < today)) continue;
        const one =
          found.get(holder.personId) ?? found.set(holder.personId, { posts: [], isOwn: false }).get(holder.personId)!;
        one.posts.push(post.id);
        one.isOwn ||= post.unitId === unitId;
      }
    }
    return found;
  }, [posts, today, unitId]);
  const options = [...(people?.values() ?? [])]
    .filter((person) => !person.retired && held.has(person.id))
    .sort((a, b) => Number(held.get(b.id)?.isOwn) - Number(held.get(a.id)?.isOwn))
    .map((person): Option => {
      const titles = (held.get(person.id)?.posts ?? []).map(postName).join('、');
      return {
        value: person.id,
        label: titles === person.name ? person.name : `${person.name}（${titles}）`,
        also: person.id,
      };
    });
  return (
    <Select<string[], Option>
      {...(id ? { id } : {})}
      mode="multiple"
      value={value ?? []}
      options={options}
      placeholder={t('forms.people')}
      showSearch={SEARCH}
      onChange={(next) => onChange?.(next.length > 0 ? next : undefined)}
    />
  );
};

/** Another problem on the ledger, found by its number or words of its title. */
export const ProblemInput = ({ id, value, onChange }: ControlProps<string>) => {
  const { t } = useTranslation();
  const { problem } = useFormSubject();
  const [typed, setTyped] = useState('');
  const found = useQuery({
    queryKey: ['problems', 'find', typed],
    enabled: typed.trim().length > 0,
    queryFn: () => dataOf(api.GET('/api/problems', { params: { query: { q: typed.trim(), limit: 20 } } })),
  });
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      placeholder={t('forms.problem')}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={(found.data?.items ?? [])
        .filter((item) => item.id !== problem?.id)
        .map((item) => ({ value: item.id, label: `${item.problemNo} ${item.title}` }))}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

/** A milestone of the plan that is not confirmed yet. */
export const MilestoneInput = ({
  id,
  value,
  onChange,
  isRequired,
}: ControlProps<number> & { readonly isRequired: boolean }) => {
  const { t } = useTranslation();
  const { problem } = useFormSubject();
  const open = (problem?.milestones ?? []).filter(({ confirmedMetOn }) => confirmedMetOn === null);
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      placeholder={t('forms.choose')}
      allowClear={!isRequired}
      notFoundContent={t('forms.noMilestone')}
      options={open.map((one) => ({
        value: one.no,
        label: t('forms.milestone', { no: one.no, title: one.title, date: one.date, pct: one.confirmedPct }),
      }))}
      onChange={(next: number | undefined) => onChange?.(next)}
    />
  );
};
