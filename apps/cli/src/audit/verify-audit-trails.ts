import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { AuditAnchor } from '#libs/identity/audit.js';
import { verifyAudit } from '#libs/identity/audit.js';
import { FileFault, tellFileFaults } from '../file-fault.js';
import { SERVICE_SCHEMAS } from '../services.js';

/** Ends of the chains by service, to be kept where nobody who can write the database can write. */
type Anchors = Readonly<Record<string, AuditAnchor>>;

const anchorsIn = async (file: string): Promise<Anchors> => {
  const text = await tellFileFaults(file, () => readFile(file, 'utf8'));
  try {
    return JSON.parse(text) as Anchors;
  } catch (why) {
    if (why instanceof SyntaxError) throw new FileFault(file, 'is no anchor of an earlier run');
    throw why;
  }
};

/**
 * Walks the audit trail of every service and says where one breaks. With an anchor file, the ends noted there have to be
 * found again, and the new ends are noted in it where all trails are whole. Returns whether they are.
 */
export const verifyAuditTrails = async (options: {
  urlOfService: (service: string) => string;
  anchorFile?: string;
  say: (line: string) => void;
}): Promise<boolean> => {
  const { anchorFile, say } = options;
  const known = anchorFile && existsSync(anchorFile) ? await anchorsIn(anchorFile) : {};
  const found: Record<string, AuditAnchor> = {};
  let isWhole = true;
  for (const { name, dataSource } of SERVICE_SCHEMAS) {
    const db = await dataSource(options.urlOfService(name)).initialize();
    try {
      const anchor = known[name];
      const { isIntact, verified, unchained, tip, fault } = await verifyAudit(db.manager, anchor ? [anchor] : []);
      if (tip.chainNo > 0) found[name] = tip;
      isWhole &&= isIntact;
      const state = isIntact ? 'whole' : `BROKEN: ${fault}`;
      say(`${name}: ${state}; ${verified} rows verified, ${unchained} not chained yet, end ${tip.hash.slice(0, 16)}`);
    } finally {
      await db.destroy();
    }
  }
  if (anchorFile && isWhole)
    await tellFileFaults(anchorFile, () => writeFile(anchorFile, `${JSON.stringify(found, null, 2)}\n`), 'written');
  return isWhole;
};
