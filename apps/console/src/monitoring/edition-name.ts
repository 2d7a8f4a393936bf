import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';

/** The standards of an edition with the days it is in force, as `GB 3095-2026 / HJ 633-2026 (2026-03-01 – 2030-12-31)`: two editions may rest on the same papers. */
export const editionName = (id: string): string => {
  const edition = NATIONAL_EDITIONS.find((one) => one.id === id);
  return edition
    ? `${edition.documents.limits} / ${edition.documents.index} (${edition.from} – ${edition.to ?? ''})`
    : id;
};
