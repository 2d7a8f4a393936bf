import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { useNamed } from '../../i18n.js';
import { useVocabularyQuery } from '../../reference/names.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { SubPages } from '../sub-pages.js';
import { indicatorsZh } from './texts.js';
import { unitText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

type Definition = Schemas['Vocabulary']['indicators'][number];
const SERVICES = Object.keys(indicatorsZh.services) as (keyof typeof indicatorsZh.services)[];
const periodOf = (period: string) => period as keyof typeof indicatorsZh.periods;

const Table = ({ items }: { readonly items: readonly Definition[] }) => {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <PageTable
      isTall
      heads={[
        t('indicators.name'),
        t('indicators.unit'),
        t('indicators.direction'),
        t('indicators.formula'),
        t('indicators.coverage'),
      ]}
    >
      {items.map((one) => (
        <tr key={one.id}>
          <th scope="row" className="wraps">
            {named(one)} <small>{t(`indicators.periods.${periodOf(one.period)}`)}</small>
            <div className="aside">{one.id}</div>
          </th>
          <td>{unitText(one.unit) || '–'}</td>
          <td>{t(`indicators.directions.${one.direction}`)}</td>
          <td className="wraps">{named(one.formula)}</td>
          <td className="wraps">{named(one.coverage)}</td>
        </tr>
      ))}
    </PageTable>
  );
};

/** Every number there is, with how it is made and what counts for it. */
export const IndicatorsPage = () => {
  const { t } = useTranslation();
  const vocabulary = useVocabularyQuery();
  const [wanted, setWanted] = useState('');
  const isWanted = ({ id, zh, en }: Definition): boolean =>
    [id, zh, en].some((text) => text.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Page
      title={t('indicators.title')}
      lead={vocabulary.data ? t('indicators.lead', { n: vocabulary.data.indicators.length }) : null}
      extra={
        <>
          <SubPages />
          <Input.Search
            allowClear
            className="head-search"
            aria-label={t('indicators.search')}
            placeholder={t('indicators.search')}
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
        </>
      }
    >
      <Answer
        query={vocabulary}
        empty={({ indicators }) => !indicators.some(isWanted)}
        emptyText={t('indicators.none')}
        rows={10}
      >
        {({ indicators }) => (
          <>
            {SERVICES.map((service) => {
              const own = indicators.filter((one) => one.service === service && isWanted(one));
              return own.length === 0 ? null : (
                <Section key={service} flush title={t(`indicators.services.${service}`)}>
                  <Table items={own} />
                </Section>
              );
            })}
          </>
        )}
      </Answer>
    </Page>
  );
};
