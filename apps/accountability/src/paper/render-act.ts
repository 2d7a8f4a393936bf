import type { DataSource, EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { type OfficialDocument, renderOfficialDocument } from '#libs/documents/official-document.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity, Issuing } from '../act/act.entity.js';
import { figuresOf, findAct, lockAct } from '../act/act.store.js';
import { type AgencySettings, issuingOf, officeValues } from '../act/agency.js';
import { OFFICE } from '../matter/addressees.js';
import type { ActFigure } from './figure.js';
import { noteAct } from '../act/move-act.js';
import { filledPaper } from './paper-content.js';
import { unitOfType } from './post-names.js';
import { indicatorNames } from './source-number.js';
import { valuesFor } from './template-copy.js';

export interface PaperParts {
  readonly pack: Pack;
  readonly settings: AgencySettings;
  /** Every paper says that it is a sample. */
  readonly isSample: boolean;
}

/** The paper of an act as it stands: a draft says so on every page and shows what is still open. */
export const paperOf = async (
  tx: EntityManager,
  { pack, settings, isSample }: PaperParts,
  act: ActEntity,
  figures: readonly ActFigure[],
): Promise<OfficialDocument> => {
  const isDraft = act.issuedAt === null;
  const day = shanghaiDate(act.signedAt ?? act.occurredAt);
  const issuing: Issuing = act.issuing ?? (await issuingOf(tx, pack, settings, act, day));
  const own = act.issuing === null ? valuesFor(act.template, await officeValues(tx, settings, act)) : {};
  const values = { ...own, ...act.parameters, ...act.lateParameters };
  const filled = filledPaper(act.template, values, figures, isDraft, indicatorNames(pack));
  const office = await unitOfType(tx, OFFICE);
  const printer = settings.COMMITTEE_OFFICE.name ?? office?.name ?? issuing.issuer;
  const watermark = isSample ? (isDraft ? '样例草稿' : '样例') : isDraft ? '草稿' : null;
  return {
    ...filled,
    issuer: issuing.issuer,
    issuingMark: issuing.mark,
    ...(isDraft || act.number === null ? {} : { number: act.number }),
    // The date of an official paper is the day it was signed; the imprint says when it went out.
    signature: {
      unit: issuing.issuer,
      sealed: act.policy.stages.includes('sealing'),
      ...(isDraft || act.signedAt === null ? {} : { date: shanghaiDate(act.signedAt) }),
    },
    ...(isDraft || act.issuedOn === null ? {} : { printing: { office: printer, date: act.issuedOn } }),
    ...(watermark === null ? {} : { watermark }),
    ...(isDraft ? { draft: true } : {}),
  };
};

/** The paper's bytes; the same act gives the same bytes. */
export const renderPaper = async (tx: EntityManager, parts: PaperParts, act: ActEntity): Promise<Uint8Array> =>
  renderOfficialDocument(await paperOf(tx, parts, act, await figuresOf(tx, act.actId)));

/** A name for the file: number or title, nothing a file system objects to. */
export const paperName = (act: ActEntity): string =>
  `${[act.number, act.title].filter(Boolean).join(' ')}.docx`.replaceAll(/[\\/:*?"<>|\n]/g, '');

/**
 * Renders the paper of an act and puts it into the store. Runs outside a transaction, since it takes a while; what changed
 * meanwhile is rendered again. A paper that cannot be made is marked with the reason and not tried until it changes.
 */
export const renderAct = async (
  parts: PaperParts & { readonly db: DataSource; readonly files: FileStore },
  actId: string,
): Promise<void> => {
  const { db, files } = parts;
  const act = await findAct(db.manager, actId);
  if (!act || act.documentOf === act.paperVersion) return;
  let sha256: string | null = null;
  let fault: string | null = null;
  try {
    sha256 = (await files.put(await renderPaper(db.manager, parts, act), { kinds: ['docx'] })).sha256;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault = `${error.code}: ${error.message}`;
  }
  await db.transaction(async (tx) => {
    const current = await lockAct(tx, actId);
    if (!current || current.paperVersion !== act.paperVersion || current.documentOf === act.paperVersion) return;
    current.documentOf = act.paperVersion;
    current.documentFault = fault;
    current.documentSha256 = sha256;
    await noteAct(tx, current, 'render', { at: act.issuedAt ?? act.stateSince, given: { sha256, fault } });
  });
};
