import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { TemplateValues } from '#libs/documents/template.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity, Issuing } from './act.entity.js';
import { OFFICE } from '../matter/addressees.js';
import { unitOfType } from '../paper/post-names.js';

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
  /** The place's own rule on warnings, supervision and talks; without one the office names the basis of each paper. */
  districtRule: z
    .strictObject({
      title: z.string().min(1),
      number: z.string().min(1),
      /** Clause by kind of act: `{ "talk": "第十五条" }`. */
      clauses: z.record(z.string(), z.string().min(1)).default({}),
    })
    .optional(),
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

/** `《…办法》（…〔2026〕1号）第十五条`; null where the place has no rule of its own. */
const ruleFor = ({ districtRule }: AgencySettings, kind: string): string | null =>
  districtRule ? `《${districtRule.title}》（${districtRule.number}）${districtRule.clauses[kind] ?? ''}` : null;

/** Blanks the office fills in by itself; only those a template has, and only where nothing stands yet. */
export const officeValues = async (
  tx: EntityManager,
  settings: AgencySettings,
  { kind }: Pick<ActEntity, 'kind'>,
): Promise<TemplateValues> => {
  const office = await unitOfType(tx, OFFICE);
  return {
    contactUnit: settings.contact.unit ?? settings.COMMITTEE_OFFICE.name ?? office?.name ?? null,
    contactName: settings.contact.name ?? '值班人员',
    contactPhone: settings.contact.phone ?? null,
    basis: ruleFor(settings, kind),
    districtRule: ruleFor(settings, kind),
    officeName: settings.COMMITTEE_OFFICE.name ?? office?.name ?? null,
    publication: settings.publication,
    extendLead: settings.extensionLeadDays,
  };
};
