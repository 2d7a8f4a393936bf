import type { Texts } from '../texts/shape.js';

export const pressureZh = {} as const;

export const pressureEn: Texts<typeof pressureZh> = {};
