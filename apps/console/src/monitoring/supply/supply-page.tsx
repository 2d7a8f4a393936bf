import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Answer, Page, Section as Part } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { useBlackWaters } from '../black-waters/black-queries.js';
import { BlackWaterSamples } from '../black-waters/black-water-samples.js';
import { BlackWaters } from '../black-waters/black-waters.js';
import { usePlantWrites } from './plant-writes.js';
import { useSourceWrites } from './source-writes.js';
import { SubPages } from '../sub-pages.js';
import { PlantDays, Plants } from './supply-plants.js';
import { SourceResults, Sources } from './supply-sources.js';
import { WaterDrawer, type WaterWrite } from '../waters/water-drawer.js';
import { useDrinkingSources, useSewagePlants } from '../waters/water-queries.js';
import { inBrackets } from '../../texts/joined.js';

const KINDS = ['source', 'plant', 'black-water'] as const;
type Kind = (typeof KINDS)[number];
const TITLES = {
  source: 'water.supply.results',
  plant: 'water.supply.days',
  'black-water': 'blackWaters.detail',
} as const;
interface Opened {
  readonly kind: Kind;
  readonly id: string;
}

/** The source, plant or black water that is looked into; it stands in the address, so that warnings lead to it. */
const useOpened = (): { opened: Opened | null; open: (kind: Kind, id: string) => void; close: () => void } => {
  const [params, setParams] = useSearchParams();
  const kind = KINDS.find((one) => params.get(one));
  return {
    opened: kind ? { kind, id: params.get(kind)! } : null,
    open: (of, id) => setParams({ [of]: id }),
    close: () => setParams({}),
  };
};

/** Drinking-water sources, sewage plants and black waters: who complies, what is lacking. */
export const SupplyPage = () => {
  const { t } = useTranslation();
  const sources = useDrinkingSources();
  const plants = useSewagePlants();
  const blackWaters = useBlackWaters();
  const may = useMay();
  const sourceWrites = useSourceWrites();
  const plantWrites = usePlantWrites();
  const { opened, open, close } = useOpened();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const newestOf = (id: string): string | null =>
    plants.data?.find(({ plant }) => plant.outletId === id)?.newest?.day ?? null;
  const nameOf: Readonly<Record<Kind, (id: string) => string | undefined>> = {
    source: (id) => sources.data?.items.find(({ source }) => source.id === id)?.source.name,
    plant: (id) => plants.data?.find(({ plant }) => plant.outletId === id)?.name,
    'black-water': (id) => blackWaters.data?.items.find(({ water }) => water.id === id)?.water.name,
  };
  const rates = sources.data?.rates;
  const sourceText = ({ sources: { compliant, monitored, rate } }: NonNullable<typeof rates>): string =>
    rate === null
      ? t('water.supply.noRate')
      : `${rate}%${inBrackets(t('water.supply.sourcesOf', { compliant, monitored }))}`;
  const rateText = (rate: string | null): string => (rate === null ? t('water.supply.noRate') : `${rate}%`);
  return (
    <Page
      title={t('water.supply.title')}
      lead={
        rates && sources.data && sources.data.items.length > 0
          ? t('water.supply.lead', {
              source: sourceText(rates),
              periods: `${rates.compliant}/${rates.monitored}`,
              pooled: rateText(rates.sourceRate),
              volume: rateText(rates.volumeRate),
              outlet: rateText(rates.outletRate),
            }) +
            (sources.data.missingPeriods > 0 ? t('water.supply.leadMissing', { n: sources.data.missingPeriods }) : '')
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
          {({ items }) => <Sources items={items} onOpen={({ id }) => open('source', id)} />}
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
          {(items) => <Plants items={items} onOpen={({ plant }) => open('plant', plant.outletId)} />}
        </Answer>
      </Part>
      <BlackWaters onOpen={(id) => open('black-water', id)} />
      <Drawer
        open={opened !== null}
        onClose={close}
        size={860}
        destroyOnHidden
        title={opened ? t(TITLES[opened.kind], { name: nameOf[opened.kind](opened.id) ?? opened.id }) : ''}
      >
        {opened?.kind === 'source' ? <SourceResults id={opened.id} onWrite={setWrite} /> : null}
        {opened?.kind === 'plant' && plants.data ? (
          <PlantDays id={opened.id} to={newestOf(opened.id)} onWrite={setWrite} />
        ) : null}
        {opened?.kind === 'black-water' ? <BlackWaterSamples id={opened.id} onWrite={setWrite} /> : null}
      </Drawer>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </Page>
  );
};
