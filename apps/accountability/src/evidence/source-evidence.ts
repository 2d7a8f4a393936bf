import { selectOne } from '#libs/persistence/select.js';
import { readSourceNumber } from '../paper/source-number.js';
import { dispatchEvidence } from '../dispatch/evidence-reader.js';
import { evidenceOf, type EvidenceReader } from '../indicator/evidence-reader.js';
import { findNumbered } from '../indicator/indicator.store.js';
import { subjectOfWord } from '../indicator/subject-word.js';

/** What is counted on a weekly sheet goes by the sheet's own number: `…第9期`. */
const SHEET = /第(\d{1,6})期$/;

/** The record behind the number a paper prints under 来源编号: an indicator's revision, or a weekly sheet. */
export const sourceEvidence: EvidenceReader = async (tx, pack, number) => {
  const parts = readSourceNumber(number);
  if (!parts) return null;
  const definitions = pack.indicators
    .filter(({ id, name }) => name.zh === parts.indicator || id === parts.indicator)
    .map(({ id }) => id);
  const indicator = await findNumbered(tx, [...new Set(definitions)], {
    ...parts,
    about: subjectOfWord(parts.about),
  });
  if (indicator) return evidenceOf(tx, pack, indicator);
  const issueNo = SHEET.exec(parts.about)?.[1];
  const sheet =
    issueNo === undefined
      ? null
      : await selectOne<{ dispatchId: string }>(tx, 'select d.dispatch_id from dispatch d where d.issue_no = $1', [
          Number(issueNo),
        ]);
  return sheet && dispatchEvidence(tx, pack, sheet.dispatchId, null);
};
