import { useTranslation } from 'react-i18next';

const LEVELS = ['central', 'provincial', 'city', 'county', 'local'] as const;
const isLevel = (source: string): source is (typeof LEVELS)[number] => (LEVELS as readonly string[]).includes(source);

/** Where a project's money comes from: a level of government by its name, anything else as it was registered. */
export const useSourceName = (): ((source: string) => string) => {
  const { t } = useTranslation();
  return (source) => (isLevel(source) ? t(`funds.sources.${source}`) : source);
};
