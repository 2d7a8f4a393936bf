import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Page, Section as Part } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { usePlantWrites } from './plant-writes.js';
import { useSourceWrites } from './source-writes.js';
import { SubPages } from '../sub-pages.js';
import { PlantDays, Plants } from './supply-plants.js';
import { SourceResults, Sources } from './supply-sources.js';
import { WaterDrawer, type WaterWrite } from '../waters/water-drawer.js';
import { useDrinkingSources, useSewagePlants } from '../waters/water-queries.js';

interface Opened {
  readonly kind: 'source' | 'plant';
  readonly id: string;
  readonly name: string;
}

/** Drinking-water sources and sewage plants: who complies, what is lacking. */
export const SupplyPage = () => {
  const { t } = useTranslation();
  const sources = useDrinkingSources();
  const plants = useSewagePlants();
  const may = useMay();
  const sourceWrites = useSourceWrites();
  const plantWrites = usePlantWrites();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const newestOf = (id: string): string | null =>
    plants.data?.find(({ plant }) => plant.outletId === id)?.newest?.day ?? null;
  const rates = sources.data?.rates;
  const rateText = (rate: string | null): string => (rate === null ? t('water.supply.noRate') : `${rate}%`);
  return (
    <Page
      title={t('water.supply.title')}
      lead={
        rates && sources.data && sources.data.items.length > 0
          ? t('water.supply.lead', {
              source: rateText(rates.sourceRate),
              volume: rateText(rates.volumeRate),
              outlet: rateText(rates.outletRate),
            })
          : null
      }
      extra={<SubPages />}
    >
      <Part
        flush
        title={t('water.supply.sources')}
        aside={t('water.supply.sourcesAside')}
        extra={
          may('subject.manage') && sources.data ? (
            <Button
              size="small"
              onClick={() => setWrite(sourceWrites.add(sources.data.items.map(({ source }) => source.id)))}
            >
              {t('water.forms.addSource')}
            </Button>
          ) : null
        }
      >
        <Answer query={sources} empty={({ items }) => items.length === 0} emptyText={t('water.supply.sourcesNone')}>
          {({ items }) => <Sources items={items} onOpen={({ id, name }) => setOpened({ kind: 'source', id, name })} />}
        </Answer>
      </Part>
      <Part
        flush
        title={t('water.supply.plants')}
        aside={t('water.supply.plantsAside')}
        extra={
          may('subject.manage') && plants.data ? (
            <Button
              size="small"
              onClick={() => setWrite(plantWrites.add(plants.data.map(({ plant }) => plant.outletId)))}
            >
              {t('water.forms.addPlant')}
            </Button>
          ) : null
        }
      >
        <Answer query={plants} empty={(items) => items.length === 0} emptyText={t('water.supply.plantsNone')}>
          {(items) => (
            <Plants
              items={items}
              onOpen={({ plant, name }) => setOpened({ kind: 'plant', id: plant.outletId, name })}
            />
          )}
        </Answer>
      </Part>
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        size={860}
        destroyOnHidden
        title={
          opened
            ? t(opened.kind === 'source' ? 'water.supply.results' : 'water.supply.days', { name: opened.name })
            : ''
        }
      >
        {opened?.kind === 'source' ? <SourceResults id={opened.id} onWrite={setWrite} /> : null}
        {opened?.kind === 'plant' ? <PlantDays id={opened.id} to={newestOf(opened.id)} onWrite={setWrite} /> : null}
      </Drawer>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </Page>
  );
};
