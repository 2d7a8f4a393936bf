import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { checkPack } from './check-pack.js';
import { inForce, itemInForce, itemVersion } from './item.js';
import { faultText, type PackFault } from './pack-file.js';
import { loadPack } from './read-pack.js';

const GOOD = 'packs/default-district';
const copies: string[] = [];

/** A copy of the default pack with one piece of one file exchanged; answers the line the piece stands in. */
const planted = async (file: string, piece: string, instead: string): Promise<{ dir: string; line: number }> => {
  const dir = await mkdtemp(join(tmpdir(), 'pack-'));
  copies.push(dir);
  await cp(GOOD, dir, { recursive: true });
  const text = await readFile(join(dir, file), 'utf8');
  const at = text.indexOf(piece);
  if (at < 0) throw new Error(`${file} has no ${piece}`);
  await writeFile(join(dir, file), text.slice(0, at) + instead + text.slice(at + piece.length));
  return { dir, line: text.slice(0, at).split('\n').length };
};

afterEach(async () => {
  for (const dir of copies.splice(0)) await rm(dir, { recursive: true, force: true });
});

describe('the default pack', () => {
  it('loads and has no fault', async () => {
    expect((await checkPack(GOOD)).map(faultText)).toEqual([]);
    const pack = await loadPack(GOOD);
    expect([pack.id, pack.version, pack.zone]).toEqual(['default-district', 1, 'Asia/Shanghai']);
    expect(pack.roles.map((role) => role.id)).toEqual(
      expect.arrayContaining([
        'operator',
        'office-clerk',
        'office-director',
        'committee-deputy-director',
        'leader-in-charge',
        'head',
        'secretary',
        'supervision-officer',
        'unit-clerk',
        'unit-leader',
        'acceptance-officer',
        'finance-clerk',
        'upper-body',
        'viewer',
        'administrator',
      ]),
    );
  });

  it('gives every item its version and span, and is frozen', async () => {
    const pack = await loadPack(GOOD);
    const lists = Object.values(pack).filter((value): value is { id: string }[] => Array.isArray(value));
    expect(lists.length).toBeGreaterThan(20);
    for (const one of lists.flat()) {
      expect(one).toEqual(expect.objectContaining({ version: expect.any(Number), validFrom: expect.any(String) }));
    }
    expect(() => Object.assign(pack.rules[0] ?? {}, { id: 'x' })).toThrow(TypeError);
  });

  it('gives a role what the roles it includes may do', async () => {
    const { roles } = await loadPack(GOOD);
    const director = itemInForce(roles, 'office-director', '2026-05-01').permissions;
    expect(director).toEqual(expect.arrayContaining(['act.sign', 'act.draft', 'problem.read']));
    expect(director).not.toContain('payment.post');
    expect(itemInForce(roles, 'viewer', '2026-05-01').permissions.every((id) => id.endsWith('.read'))).toBe(true);
  });

  it('lets no role that does the work approve it, and no operator act in the matter', async () => {
    const { roles } = await loadPack(GOOD);
    const may = (id: string): readonly string[] => itemInForce(roles, id, '2026-05-01').permissions;
    for (const role of ['unit-clerk', 'unit-leader']) {
      for (const judging of [
        'problem.accept',
        'problem.check',
        'problem.approve-closure',
        'progress.confirm',
        'act.sign',
      ]) {
        expect(may(role)).not.toContain(judging);
      }
    }
    for (const role of ['operator', 'administrator']) {
      expect(may(role).filter((id) => /^(problem|act|payment|ladder)\./.test(id))).toEqual([]);
    }
  });

  it('names no place and no unit', async () => {
    for (const file of ['ladders.yaml', 'acts.yaml', 'post-kinds.yaml', 'unit-types.yaml', 'numbering.yaml']) {
      expect(await readFile(join(GOOD, file), 'utf8')).not.toMatch(/示例|嘉兴|浙江|市生态环境局/);
    }
  });
});

describe('items in force', () => {
  const item = (version: number, validFrom: string, validTo: string | null) => ({
    id: 'x',
    version,
    validFrom,
    validTo,
  });
  const items = [item(1, '2026-01-01', '2026-05-31'), item(2, '2026-06-01', null)];

  it('takes the version whose span holds the date, both ends included', () => {
    expect(inForce(items, '2025-12-31')).toEqual([]);
    expect(['2026-01-01', '2026-05-31', '2026-06-01'].map((date) => itemInForce(items, 'x', date).version)).toEqual([
      1, 1, 2,
    ]);
    expect(itemVersion(items, 'x', 1).validTo).toBe('2026-05-31');
    expect(() => itemInForce(items, 'y', '2026-06-01')).toThrow('no item y in force on 2026-06-01');
    expect(() => itemVersion(items, 'x', 3)).toThrow('no version 3 of item x');
  });
});

describe('a fault in a pack is named with its file and place', () => {
  type Expected = Partial<PackFault> & { message: string };
  const cases: [string, string, string, string, Expected][] = [
    ['a syntax error', 'limits.yaml', 'items:\n', 'items: [\n', { file: 'limits.yaml', message: '' }],
    [
      'a key given twice',
      'funding.yaml',
      'numerator: paid',
      'numerator: paid\n    numerator: paid',
      { file: 'funding.yaml', message: 'unique' },
    ],
    [
      'a missing value',
      'lag.yaml',
      'milestoneMetBy: report\n',
      '\n',
      { path: 'items.0.lag.milestoneMetBy', message: 'Invalid option' },
    ],
    [
      'a value of the wrong kind',
      'dispatch.yaml',
      'weekday: 4',
      'weekday: Thursday',
      { path: 'items.0.cutoff.weekday', message: 'expected number' },
    ],
    [
      'a misspelt field',
      'closure.yaml',
      'inspectorsAtLeast:',
      'inspectorsAtLest:',
      { path: 'items.0', message: 'inspectorsAtLest' },
    ],
    [
      'a field no file has',
      'seals.yaml',
      'items:',
      'extras: []\nitems:',
      { path: 'extras', message: 'no part of this file' },
    ],
    ['a bad date', 'channels.yaml', '2026-01-01', '2026-02-30', { file: 'channels.yaml', message: 'date' }],
    [
      'a float where a number must be exact',
      'funding.yaml',
      'reachedLinePercent: 30',
      'reachedLinePercent: 30.5',
      { path: 'items.0.reachedLinePercent', message: '' },
    ],
    [
      'an unknown permission',
      'roles.yaml',
      '      - problem.sign\n',
      '      - problem.sing\n',
      { path: 'items.1.permissions.0', message: 'unit-clerk: problem.sing is not in roles.yaml' },
    ],
    [
      'a permission of another form',
      'roles.yaml',
      '      - problem.plan\n',
      '      - plan problem\n',
      { path: 'items.1.permissions.1', message: 'noun.verb' },
    ],
    [
      'roles in a circle',
      'roles.yaml',
      'includes: [unit-clerk]',
      'includes: [unit-leader]',
      { path: 'items.2.includes', message: 'includes itself' },
    ],
    [
      'an indicator without its formula',
      'indicators.yaml',
      "    formula: { zh: 日AQI不大于100的天数, en: 'days with an AQI of 100 or less' }\n",
      '\n',
      { path: 'items.3.formula', message: 'expected object' },
    ],
    [
      'an indicator without its coverage rule',
      'indicators.yaml',
      "    coverage: { zh: 只计有日评价（指数已发布）的天, en: 'days whose index is published' }\n",
      '\n',
      { path: 'items.3.coverage', message: 'expected object' },
    ],
    [
      'a rule without its ladder',
      'rules.yaml',
      'ladder: work-lag',
      'ladder: work',
      { path: 'items.0.ladder', message: 'item-lag: work is not in ladders.yaml' },
    ],
    [
      'a rule on the ladder of another class',
      'rules.yaml',
      'ladder: ranking',
      'ladder: section',
      { path: 'items.1.ladder', message: 'serves section-failing, not ranking-last' },
    ],
    [
      'a rule over a number nobody publishes',
      'rules.yaml',
      'definition: air.area.month.composite-index',
      'definition: air.area.month.index',
      { path: 'items.1.definition', message: 'not in indicators.yaml' },
    ],
    [
      'a rule over a number of another period',
      'rules.yaml',
      'per: month',
      'per: week',
      { path: 'items.1.per', message: 'a number of the month, not of the week' },
    ],
    [
      'a warning from a single hour',
      'rules.yaml',
      'limit: own, periods: 3 }',
      'limit: own, periods: 1 }',
      { path: 'items.5', message: 'two hours running' },
    ],
    [
      'a cause key that joins subjects',
      'rules.yaml',
      "causeKey: '{rule}|{subject}|{episode}'",
      "causeKey: '{rule}|{episode}'",
      { path: 'items.1', message: 'names {rule} and {subject}' },
    ],
    [
      'a rung whose paper does not exist',
      'ladders.yaml',
      'document: warning-orange',
      'document: warning-amber',
      { path: 'items.0.rungs.2.document', message: 'warning-amber is not in acts.yaml' },
    ],
    [
      'an approver no post kind has',
      'ladders.yaml',
      'approvers: [committee-deputy-director]',
      'approvers: [vice-chair]',
      { path: 'items.0.rungs.2.approvers.0', message: 'vice-chair is not in post-kinds.yaml' },
    ],
    [
      'a lifting signed by fewer than what it lifts',
      'ladders.yaml',
      'lift: { document: talk-lifted, approvers: [secretary, head] }',
      'lift: { document: talk-lifted, approvers: [head] }',
      { path: 'items.0.rungs.6.lift.approvers', message: 'a lifting is signed by those of the rung' },
    ],
    [
      'a paper signed too low',
      'ladders.yaml',
      'approvers: [secretary, head]',
      'approvers: [leader-in-charge]',
      { path: 'items.0.rungs.6.approvers', message: 'talk is signed by secretary, head' },
    ],
    [
      'an addressee nobody can find',
      'ladders.yaml',
      'addressee: unit-contact',
      'addressee: somebody',
      { path: 'items.0.rungs.0.addressee', message: 'somebody is not in ladders.yaml' },
    ],
    [
      'a rung that absorbs a higher one',
      'ladders.yaml',
      'absorbs: [yellow]',
      'absorbs: [order]',
      { path: 'items.0', message: 'absorbs order, which is no lower rung' },
    ],
    [
      'a numbered paper that goes out by itself',
      'acts.yaml',
      'numbering: letter\n',
      'numbering: letter\n    isAutomatic: true\n',
      { path: 'items.1.stages', message: 'never go out by themselves' },
    ],
    [
      'a signed paper nobody may sign',
      'acts.yaml',
      'kind: closure-refusal',
      'kind: delisting',
      { path: 'items.11', message: 'no approval says who signs it' },
    ],
    [
      'a stage without anybody',
      'acts.yaml',
      'numbering: letter\n',
      'numbering: letter\n    reviewer: null\n',
      { path: 'items.1.reviewer', message: 'the stage review has nobody' },
    ],
    [
      'square brackets around the year',
      'numbering.yaml',
      '函〔{{year}}〕',
      '函[{{year}}]',
      { path: 'items.0.pattern', message: '〔〕' },
    ],
    [
      'a run that waits for a seal nobody gives',
      'bulletins.yaml',
      'sources: [ledger, funding, monitoring]',
      'sources: [ledger, inspection]',
      { path: 'items.0.sources.1', message: 'Invalid option' },
    ],
    [
      'a bulletin that names papers there are none of',
      'bulletins.yaml',
      'acts: [talk, listing,',
      'acts: [talk, rebuke,',
      { path: 'items.0.sections.7.acts.1', message: 'rebuke is not in acts.yaml' },
    ],
    [
      'a cut-off without its seal',
      'dispatch.yaml',
      'seal: weekly',
      'seal: daily',
      { path: 'items.0.seal', message: 'not given at the cut-off' },
    ],
    [
      'a reason of refusal nobody knows',
      'closure.yaml',
      'R12_FALSE',
      'R13_OTHER',
      { path: 'items.0.refusalReasons.11', message: 'R13_OTHER' },
    ],
    [
      'a line of the year that falls',
      'funding.yaml',
      'percent: 75',
      'percent: 45',
      { path: 'items.0.lag.yearLine.2', message: 'does not rise' },
    ],
    [
      'a monitoring body that is ranked by what it measures',
      'unit-types.yaml',
      'measures: true\n  - id',
      'measures: true\n    assessedAs: departments\n  - id',
      { path: 'items.6.assessedAs', message: 'a monitoring body is not assessed by attainment or rank' },
    ],
    [
      'a ranking turned upside down',
      'assessment.yaml',
      'direction: lower-is-better',
      'direction: higher-is-better',
      { path: 'items.0.direction', message: 'better when lower' },
    ],
    [
      'a template that is not there',
      'acts.yaml',
      'template: delisting',
      'template: de-listing',
      { path: 'items.6.template', message: 'templates/ has no template de-listing' },
    ],
    [
      'a template numbered in another series',
      'acts.yaml',
      'template: talk-lifted\n    numbering: talk',
      'template: talk-lifted\n    numbering: letter',
      { path: 'items.9.numbering', message: 'its template has' },
    ],
  ];

  it.each(cases)('%s', async (_what, file, piece, instead, expected) => {
    const { dir, line } = await planted(file, piece, instead);
    const faults = await checkPack(dir);
    const { message, ...place } = { file, ...expected };
    const found = faults.filter((fault) => fault.message.includes(message));
    expect(found).toEqual(expect.arrayContaining([expect.objectContaining(place)]));
    // A fault of a whole item stands at the item, one of a value at the value.
    const isOfValue = expected.path !== undefined && !/^items\.\d+$/.test(expected.path);
    const lines = instead.split('\n').map((_, more) => line + more);
    if (isOfValue && instead.trim() !== '') expect(lines).toContain(found[0]?.line);
    else expect(found.every((fault) => fault.line !== null && fault.line > 0)).toBe(true);
  });

  it('two versions in force at once', async () => {
    const { dir } = await planted(
      'seals.yaml',
      'items:\n',
      `items:
  - { id: daily, version: 2, validFrom: 2026-06-01, name: { zh: 日, en: Day }, services: [ledger], afterMinutes: 40, slot: { every: day, at: '00:00' } }
`,
    );
    const [fault] = await checkPack(dir);
    expect(fault).toEqual({
      file: 'seals.yaml',
      line: 11,
      path: 'items.2.validFrom',
      message: 'versions 2 and 1 of daily overlap',
    });
  });

  it('a reference that is not in force yet', async () => {
    const { dir } = await planted('seals.yaml', '- id: weekly\n', '- id: weekly\n    validFrom: 2026-03-01\n');
    expect((await checkPack(dir)).map(faultText)).toEqual([
      'dispatch.yaml:10 items.0.seal: weekly: weekly of seals.yaml is not in force on 2026-01-01, when this begins',
    ]);
  });

  it('a missing file, and everything else at the same time', async () => {
    const { dir } = await planted('lag.yaml', 'milestoneMetBy: report', 'milestoneMetBy: rumour');
    await rm(join(dir, 'channels.yaml'));
    await expect(loadPack(dir)).rejects.toThrow(
      /channels\.yaml: the file is missing\n {2}lag\.yaml:10 items\.0\.lag\.milestoneMetBy: default: /,
    );
  });

  it('exact lines', async () => {
    const { dir, line } = await planted('ladders.yaml', 'document: warning-orange', 'document: warning-amber');
    const fault = (await checkPack(dir)).find(({ path }) => path === 'items.0.rungs.2.document');
    expect(fault?.line).toBe(line);
  });
});
