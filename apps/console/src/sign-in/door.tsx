import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageButton } from '../shell/masthead.js';
import { problemText } from '../shell/problem-text.js';

/** The page outside: name of the product, one form. */
export const Door = ({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: string;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <div className="door">
      <div className="door-language">
        <LanguageButton />
      </div>
      <main>
        <div className="door-mark">{t('product')}</div>
        <div className="door-name">{t('productLong')}</div>
        <h1>{title}</h1>
        {aside ? <p className="aside">{aside}</p> : null}
        {children}
      </main>
    </div>
  );
};

export const Unreachable = ({ why }: { readonly why: unknown }) => {
  const { t } = useTranslation();
  return (
    <Door title={t('shell.unreachable')} aside={t('shell.unreachableAside')}>
      <Alert type="warning" showIcon title={problemText(why)} />
    </Door>
  );
};
