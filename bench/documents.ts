/** B12: notices of talk rendered as .docx files, table annex and figures with their sources included. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TALK_FIGURES, TALK_VALUES } from '#libs/documents/fixtures/notice-of-talk.js';
import { renderOfficialDocument } from '#libs/documents/official-document.js';
import { fillTemplate, parseTemplate } from '#libs/documents/template.js';
import { watchCpu } from './cpu-shares.js';
import { report } from './report.js';

const WARM = 30;
const SECONDS = 5;

const OFFICE = '示例市生态环境保护委员会办公室';
const template = parseTemplate(JSON.parse(readFileSync('packs/default-district/templates/talk.json', 'utf8')));
/** From values to bytes, as an act is rendered; only the number differs. */
const render = (n: number): Promise<Uint8Array> =>
  renderOfficialDocument({
    ...fillTemplate(template, TALK_VALUES, TALK_FIGURES),
    issuer: OFFICE,
    issuingMark: `${OFFICE}文件`,
    number: `示环委办约〔2026〕${n}号`,
    signature: { unit: OFFICE, date: '2026-07-03' },
    printing: { office: OFFICE, date: '2026-07-03' },
  });
for (let n = 1; n <= WARM; n += 1) await render(n);

const hashes = new Set<string>();
let bytes = 0;
const cpu = watchCpu();
const start = performance.now();
while (performance.now() - start < SECONDS * 1_000) {
  const file = await render(hashes.size + 1);
  bytes += file.length;
  hashes.add(createHash('sha256').update(file).digest('hex'));
}
const seconds = (performance.now() - start) / 1_000;
const used = cpu();
const own = used?.named['the benchmark'] ?? seconds;
report(
  [
    {
      what: 'notices of talk, by processor time of one core',
      value: hashes.size / own,
      unit: 'documents/s',
      goal: 200,
    },
    { what: 'the same by the clock', value: hashes.size / seconds, unit: 'documents/s' },
  ],
  used,
  `${Math.round(bytes / hashes.size / 1024)} KiB each, every file different`,
);
