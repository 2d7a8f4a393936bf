import './imports.css';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SubPages } from '../sub-pages.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { ImportForm } from './import-form.js';
import { ImportList } from './import-list.js';
import { type Mapping, useMappings } from './import-queries.js';
import { MappingEditor } from './mapping-editor.js';
import { Recomputations } from './recomputations.js';
import { comma } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

const Mappings = () => {
  const { t } = useTranslation();
  const mappings = useMappings();
  const [edited, setEdited] = useState<Mapping | 'new' | null>(null);
  return (
    <Section
      flush
      title={t('imports.mappings')}
      aside={t('imports.mappingsAside')}
      extra={<Button onClick={() => setEdited('new')}>{t('imports.newMapping')}</Button>}
    >
      <Answer query={mappings} empty={(items) => items.length === 0} emptyText={t('imports.noMappings')} rows={2}>
        {(items) => (
          <PageTable
            heads={[
              t('imports.name'),
              t('imports.subject'),
              t('imports.values'),
              t('imports.version'),
              t('imports.savedBy'),
              { unseen: t('imports.editMapping') },
            ]}
          >
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                <td>{t(`imports.subjects.${one.mapping.subject}`)}</td>
                <td className="wraps">{one.mapping.values.map(({ heading }) => heading).join(comma())}</td>
                <td>{one.version}</td>
                <td>
                  {one.savedBy} <span className="aside">{minuteText(one.savedAt)}</span>
                </td>
                <td className="right">
                  <Button size="small" onClick={() => setEdited(one)}>
                    {t('imports.editMapping')}
                  </Button>
                </td>
              </tr>
            ))}
          </PageTable>
        )}
      </Answer>
      {edited ? <MappingEditor before={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Section>
  );
};

/** Files taken in by hand, tables by saved mappings, and days worked out again. */
export const ImportsPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const mayDeliver = may('feed.deliver');
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} extra={<SubPages />}>
      {mayDeliver && may('file.upload') ? (
        <Section title={t('imports.new')} aside={t('imports.newAside')}>
          <ImportForm />
        </Section>
      ) : null}
      {mayDeliver ? (
        <>
          <Section flush title={t('imports.list')} aside={t('imports.listAside')}>
            <ImportList />
          </Section>
          <Mappings />
        </>
      ) : null}
      <Recomputations />
    </Page>
  );
};
