import type { Texts } from '../../texts/shape.js';
import { supplyEn, supplyZh } from '../supply/supply-texts.js';
import { capacityEn, capacityZh } from './capacity-texts.js';
import { sectionEn, sectionZh } from './section-texts.js';
import { waterFormsEn, waterFormsZh } from './water-form-texts.js';
import { watersEn, watersZh } from './waters-texts.js';

/** All of water: each page has its own file. */
export const waterZh = {
  ...sectionZh,
  waters: watersZh,
  capacity: capacityZh,
  supply: supplyZh,
  forms: waterFormsZh,
} as const;

export const waterEn: Texts<typeof waterZh> = {
  ...sectionEn,
  waters: watersEn,
  capacity: capacityEn,
  supply: supplyEn,
  forms: waterFormsEn,
};
