import { useQuery } from '@tanstack/react-query';
import type { FormField } from './form-context.js';

interface DescribedProperty {
  readonly title?: string;
  readonly 'x-en'?: string;
  readonly 'x-control'?: FormField['control'];
}
interface Description {
  readonly components: {
    readonly schemas: Readonly<
      Record<
        string,
        | { readonly properties?: Readonly<Record<string, DescribedProperty>>; readonly required?: readonly string[] }
        | undefined
      >
    >;
  };
}

/** The fields of an input of the interface, as its published description draws them; undefined while it is read. */
export const useDescribedFields = (component: string, isWanted = true): FormField[] | undefined => {
  const { data } = useQuery({
    queryKey: ['vocabulary', 'openapi'],
    enabled: isWanted,
    staleTime: Infinity,
    gcTime: Infinity,
    queryFn: async () => {
      const answer = await fetch('/api/openapi.json');
      if (!answer.ok) throw new Error(`the description of the interface: ${answer.status}`);
      return (await answer.json()) as Description;
    },
  });
  if (!data) return undefined;
  const { properties = {}, required = [] } = data.components.schemas[component] ?? {};
  return Object.entries(properties).flatMap(([name, { title, 'x-en': en, 'x-control': control }]) =>
    control ? [{ name, zh: title ?? name, en: en ?? name, control, required: required.includes(name) }] : [],
  );
};
