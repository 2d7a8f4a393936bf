import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { TemplateValues } from '#libs/documents/template.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity, Issuing } from './act.entity.js';
import { OFFICE } from './addressees.js';
import { unitOfType } from './post-names.js';

const Agency = z.strictObject({
  /** As it signs. */
  name: z.string().min(1).optional(),
  shortName: z.string().min(1).optional(),
  /** 发文机关标志; name and 文件 when left out. */
  mark: z.string().min(1).optional(),
  /** Code word of its numbers (发文机关代字). */
  code: z.string().min(1).optional(),
});

/**
 * What an installation says about its own agencies; no such name is in code or pack. What is left out comes from the
 * register of units.
 */
export const AgencySettings = z.strictObject({
  COMMITTEE_OFFICE: Agency.default({}),
  COMMITTEE: Agency.default({}),
  contact: z
    .strictObject({ unit: z.string().optional(), name: z.string().optional(), phone: z.string().optional() })
    .default({}),
  /** The place's own rule on supervision and talks: name, number and clause. */
  districtRule: z.string().min(1).optional(),
  /** Where what is public is published. */
  publication: z.string().min(1).default('政府门户网站'),
  /** An extension of a listing is asked for so many days before its end. */
  extensionLeadDays: z.int().positive().default(10),
});
export type AgencySettings = z.infer<typeof AgencySettings>;

const UNIT_TYPES = { COMMITTEE_OFFICE: OFFICE, COMMITTEE: 'ECO_COMMITTEE' } as const;
type AgencyName = keyof typeof UNIT_TYPES;
const isAgency = (name: string): name is AgencyName => Object.hasOwn(UNIT_TYPES, name);

/** Kinds of paper whose mark is the kind's own name (GB/T 9704-2012, 10.3). */
const MARKED_BY_KIND = 'MINUTES';

/** In whose name, mark and code an act goes out: the agency of its number series, otherwise the office. */
export const issuingOf = async (
  tx: EntityManager,
  pack: Pack,
  settings: AgencySettings,
  act: Pick<ActEntity, 'policy' | 'template'>,
  on: CivilDate,
): Promise<Issuing> => {
  const { numbering } = act.policy;
  const named = numbering === null ? null : itemInForce(pack.numbering, numbering, on).agencyCode;
  const agency: AgencyName = named !== null && isAgency(named) ? named : 'COMMITTEE_OFFICE';
  const unit = (await unitOfType(tx, UNIT_TYPES[agency])) ?? (await unitOfType(tx, OFFICE));
  const own = settings[agency];
  const issuer = own.name ?? unit?.name ?? '';
  const mark = act.template.kind === 'LETTER' ? issuer : `${issuer}文件`;
  return {
    issuer,
    mark: act.template.kind === MARKED_BY_KIND ? act.policy.name.zh : (own.mark ?? mark),
    code: named === null ? null : (own.code ?? unit?.shortName ?? null),
  };
};

/** Blanks that are the same in every paper of an office; only those a template has, and only where nothing stands yet. */
export const officeValues = async (tx: EntityManager, settings: AgencySettings): Promise<TemplateValues> => {
  const office = await unitOfType(tx, OFFICE);
  const committee = await unitOfType(tx, UNIT_TYPES.COMMITTEE);
  return {
    contactUnit: settings.contact.unit ?? settings.COMMITTEE_OFFICE.name ?? office?.name ?? null,
    contactName: settings.contact.name ?? '值班人员',
    contactPhone: settings.contact.phone ?? null,
    districtRule: settings.districtRule ?? null,
    underSupervisionRegulations: settings.districtRule === undefined,
    decisionBody: settings.COMMITTEE.name ?? committee?.name ?? office?.name ?? null,
    publication: settings.publication,
    extendLead: settings.extensionLeadDays,
  };
};
