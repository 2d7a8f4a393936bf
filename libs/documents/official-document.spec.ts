import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import type { Figure, OfficialDocument } from './document-content.js';
import { noticeOfTalk } from './fixtures/notice-of-talk.js';
import { renderOfficialDocument } from './official-document.js';

const OFFICE = '示例市生态环境保护委员会办公室';

const minimal = (changes: Partial<OfficialDocument> = {}): OfficialDocument => ({
  kind: 'NOTICE',
  issuer: OFFICE,
  issuingMark: `${OFFICE}文件`,
  number: '示环委办发〔2026〕5号',
  title: '关于做好秋季调度的通知',
  addressee: '各成员单位',
  paragraphs: [{ type: 'text', line: '现将有关事项通知如下。' }],
  attachments: [],
  signature: { unit: OFFICE, date: '2026-07-03' },
  disclosure: 'ACTIVE',
  ...changes,
});

const partsOf = async (document: OfficialDocument): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(unzipSync(await renderOfficialDocument(document))).map(([name, part]) => [name, strFromU8(part)]),
  );
const bodyOf = async (document: OfficialDocument): Promise<string> =>
  (await partsOf(document))['word/document.xml'] ?? '';
const textOf = async (document: OfficialDocument): Promise<string> =>
  (await mammoth.extractRawText({ buffer: Buffer.from(await renderOfficialDocument(document)) })).value;
const figure = (id: string): Figure => ({
  id,
  label: `指标${id}`,
  value: '1.0',
  unit: '%',
  cutoff: '2026-07-01',
  state: 'reviewed',
  sourceId: `source-${id}`,
});

describe('the page of GB/T 9704-2012', () => {
  it('is A4 with a type area of 156 × 225 mm, 37 mm from the top and 28 mm from the binding edge', async () => {
    const body = await bodyOf(minimal());
    expect(body).toContain('<w:pgSz w:w="11906" w:h="16838"');
    const margins =
      /<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"/.exec(body)?.slice(1).map(Number) ?? [];
    const [top = 0, right = 0, bottom = 0, left = 0] = margins;
    const mm = (twips: number): number => (twips * 25.4) / 1440;
    expect(mm(top)).toBeCloseTo(37, 1);
    expect(mm(left)).toBeCloseTo(28, 1);
    expect(Math.abs(mm(11906 - left - right) - 156)).toBeLessThan(0.2);
    expect(Math.abs(mm(16838 - top - bottom) - 225)).toBeLessThan(0.2);
  });
  it('holds 22 lines of 28 characters of size 3 type', async () => {
    const styles = (await partsOf(minimal()))['word/styles.xml'] ?? '';
    const normal = /<w:style [^>]*w:styleId="Normal".*?<\/w:style>/s.exec(styles)?.[0] ?? '';
    const line = Number(/w:line="(\d+)" w:lineRule="exact"/.exec(normal)?.[1]);
    expect(Math.floor((16838 - 2098 - 1984) / line)).toBe(22);
    expect(normal).toContain('<w:sz w:val="32"/>');
    const spacing = Number(/<w:spacing w:val="(-?\d+)"\/>/.exec(normal)?.[1]);
    expect(Math.floor((11906 - 1588 - 1469) / (320 + spacing))).toBe(28);
    expect(normal).toContain('仿宋_GB2312');
    expect(normal).toContain('<w:autoSpaceDN w:val="0"/>');
  });
  it('numbers odd pages at the right and even pages at the left, with dashes', async () => {
    const parts = await partsOf(minimal());
    expect(parts['word/settings.xml']).toContain('<w:evenAndOddHeaders/>');
    const footers = Object.entries(parts).filter(
      ([name, xml]) => name.startsWith('word/footer') && xml.includes('PAGE'),
    );
    expect(footers.map(([, xml]) => /<w:jc w:val="(\w+)"/.exec(xml)?.[1]).sort()).toEqual(['left', 'right']);
    for (const [, xml] of footers) expect(xml.replaceAll(/<[^>]+>/g, '')).toBe('— PAGE —');
  });
  it('names stand-ins for faces that are missing', async () => {
    expect((await partsOf(minimal()))['word/fontTable.xml']).toMatch(/方正小标宋简体"><w:altName w:val="[^"]*宋体/);
  });
});

describe('a paper under a red head', () => {
  it('reads in the order of the standard', async () => {
    const text = await textOf(
      minimal({
        urgency: '特急',
        secrecy: '秘密★1年',
        copyNumber: 7,
        copyTo: ['市委办公室'],
        printing: { office: OFFICE, date: '2026-07-06' },
      }),
    );
    const order = [
      '000007',
      '秘密★1年',
      '特急',
      `${OFFICE}文件`,
      '示环委办发〔2026〕5号',
      '关于做好秋季调度的通知',
      '各成员单位：',
      '现将有关事项',
      '2026年7月3日',
      '（此件主动公开）',
      '抄送：市委办公室。',
      '2026年7月6日印发',
    ];
    const places = order.map((piece) => text.indexOf(piece));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  it('marks four levels of headings and counts them anew under each', async () => {
    const text = await textOf(
      minimal({
        paragraphs: [
          { type: 'heading', level: 1, line: '甲' },
          { type: 'heading', level: 2, line: '乙' },
          { type: 'heading', level: 2, line: '丙', then: '接排' },
          { type: 'heading', level: 3, line: '丁' },
          { type: 'heading', level: 4, line: '戊' },
          { type: 'heading', level: 1, line: '己' },
          { type: 'heading', level: 2, line: '庚' },
          { type: 'list', level: 3, items: ['辛', '壬'] },
        ],
      }),
    );
    for (const piece of ['一、甲', '（一）乙', '（二）丙接排', '1.丁', '（1）戊', '二、己', '（一）庚', '1.辛', '2.壬'])
      expect(text).toContain(piece);
  });
  it('lists attachments without punctuation and starts each on a page of its own', async () => {
    const attachments = [
      { title: '问题清单', blocks: [{ type: 'text', line: '甲' } as const] },
      { title: '名单', blocks: [{ type: 'text', line: '乙' } as const] },
    ];
    const text = await textOf(minimal({ attachments }));
    expect(text).toContain('附件：1.问题清单\n');
    expect(text).toContain('2.名单\n');
    expect((await bodyOf(minimal({ attachments }))).match(/<w:pageBreakBefore\/>/g)).toHaveLength(2);
  });
  it('numbers nothing when there is one attachment', async () => {
    const text = await textOf(minimal({ attachments: [{ title: '名单', blocks: [{ type: 'text', line: '甲' }] }] }));
    expect(text).toContain('附件：名单\n');
    expect(text).not.toContain('附件1');
  });
  it('sets a loose leaf after the imprint, in a section without page numbers, under the number of the paper', async () => {
    const document = minimal({
      copyTo: ['市委办公室'],
      attachments: [
        { title: '回执', blocks: [{ type: 'text', line: '签收' }], loose: true },
        { title: '名单', blocks: [{ type: 'text', line: '甲' }] },
      ],
    });
    const text = await textOf(document);
    expect(text.indexOf('抄送')).toBeLessThan(text.indexOf('示环委办发〔2026〕5号附件1'));
    expect(text.indexOf('附件2')).toBeLessThan(text.indexOf('抄送'));
    expect((await bodyOf(document)).match(/<w:sectPr>/g)).toHaveLength(2);
  });
  it('never leaves the imprint alone on a page: the last row of an annex, 附注 and 出席 keep to it', async () => {
    const columns = [{ label: '名称' }];
    const rows = [['甲'], ['乙']];
    const annexed = await bodyOf(
      minimal({ copyTo: ['市委办公室'], attachments: [{ title: '名单', blocks: [{ type: 'table', columns, rows }] }] }),
    );
    const keeps = (text: string): boolean =>
      new RegExp(`<w:keepNext/>(?:(?!</w:pPr>).)*</w:pPr><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>${text}`).test(annexed);
    expect([keeps('甲<'), keeps('乙<'), keeps('（此件主动公开）')]).toEqual([false, true, true]);
    expect(annexed).toContain('<w:pStyle w:val="Anchor"/><w:keepNext/>');
    const attendance = { present: ['市长'], excused: [], observing: [] };
    expect(await bodyOf(minimal({ kind: 'MINUTES', attendance }))).toContain(
      '<w:pStyle w:val="Attendance"/><w:keepNext/>',
    );
  });
  it('leaves the number and date of a draft open and says so on every page', async () => {
    const { number: _number, ...unnumbered } = minimal();
    const draft = { ...unnumbered, draft: true, signature: { unit: OFFICE } };
    const parts = await partsOf(draft);
    expect(parts['word/document.xml']).toContain('〔　　　　〕');
    expect(parts['word/document.xml']).toContain('　　　　年　　月　　日');
    const headers = Object.entries(parts).filter(([name]) => name.startsWith('word/header'));
    expect(headers.length).toBeGreaterThan(1);
    for (const [, xml] of headers) expect(xml).toContain('草稿');
    expect(parts['docProps/core.xml']).toContain('草稿');
  });
  it('carries a watermark when asked, and none otherwise', async () => {
    const marked = await partsOf(minimal({ watermark: '样例' }));
    const headers = Object.entries(marked).filter(([name]) => name.startsWith('word/header'));
    for (const [, xml] of headers) expect(xml).toContain('string="样例"');
    const plain = await partsOf(minimal());
    expect(Object.values(plain).some((xml) => xml.includes('样例'))).toBe(false);
  });
});

describe('other formats', () => {
  it('sets a letter between red double lines, without printing office and without a number on page 1', async () => {
    const document = minimal({
      kind: 'LETTER',
      issuingMark: OFFICE,
      copyTo: ['甲'],
      printing: { office: OFFICE, date: '2026-07-03' },
    });
    const parts = await partsOf(document);
    expect(parts['word/document.xml']).toContain('thickThinSmallGap');
    expect(parts['word/document.xml']).toContain('<w:titlePg/>');
    expect(Object.values(parts).some((xml) => xml.includes('thinThickSmallGap'))).toBe(true);
    expect(await textOf(document)).not.toContain('印发');
  });
  it('sets minutes with their mark, issue and who was there', async () => {
    const text = await textOf(
      minimal({
        kind: 'MINUTES',
        issuingMark: '约谈纪要',
        number: '第2期',
        attendance: { present: ['督查室主任', '水利局副局长'], excused: ['执法局副局长'], observing: [] },
      }),
    );
    expect(text).toContain('约谈纪要');
    expect(text).toContain('第2期');
    expect(text).toContain('出席：督查室主任，水利局副局长');
    expect(text).toContain('请假：执法局副局长');
    expect(text).not.toContain('列席');
  });
});

describe('figures', () => {
  const withFigures = (): OfficialDocument =>
    minimal({
      paragraphs: [
        {
          type: 'text',
          line: ['完成率', { text: '37.5%', figureId: 'b' }, '，销号率', { text: '22.5%', figureId: 'a' }],
        },
      ],
      figures: [figure('a'), figure('b'), figure('c')],
    });
  it('get an annex in the order of the text, by itself when none is asked for', async () => {
    const text = await textOf(withFigures());
    expect(text).toContain('附件：数据来源');
    const places = ['指标b', '指标a', '指标c'].map((label) => text.indexOf(label));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(text).toContain('审核');
    expect(text).toContain('source-c');
  });
  it('are bookmarked once where they are first named', async () => {
    const document = withFigures();
    const again = { type: 'text', line: ['再次引用', { text: '37.5%', figureId: 'b' }] } as const;
    const body = await bodyOf({ ...document, paragraphs: [...document.paragraphs, again] });
    expect(body.match(/w:name="figure_1"/g)).toHaveLength(1);
    expect(body).toMatch(/w:name="figure_1"\/><w:r><w:t[^>]*>37\.5%/);
  });
  it('must be listed', async () => {
    await expect(renderOfficialDocument({ ...withFigures(), figures: [figure('a')] })).rejects.toMatchObject({
      code: 'DOCUMENT_FIGURE',
    });
    await expect(
      renderOfficialDocument({ ...withFigures(), figures: [figure('a'), figure('a'), figure('b')] }),
    ).rejects.toMatchObject({ code: 'DOCUMENT_FIGURE' });
  });
});

describe('refusals', () => {
  it.each([
    ['an empty title', { title: ' ' }, 'DOCUMENT_INCOMPLETE'],
    ['a numbered draft', { draft: true }, 'DOCUMENT_INCOMPLETE'],
    [
      'a row that fits no columns',
      { paragraphs: [{ type: 'table', columns: [{ label: '一' }], rows: [['1', '2']] }] },
      'DOCUMENT_TABLE',
    ],
    [
      'a form row that spans too little',
      { paragraphs: [{ type: 'form', weights: [1, 1], rows: [[{ text: '一' }]] }] },
      'DOCUMENT_TABLE',
    ],
  ] as [string, Partial<OfficialDocument>, string][])('%s', async (_, changes, code) => {
    await expect(renderOfficialDocument(minimal(changes))).rejects.toMatchObject({ code });
  });
});

describe('the file', () => {
  it('depends on the content alone', async () => {
    const [one, other] = [await renderOfficialDocument(noticeOfTalk()), await renderOfficialDocument(noticeOfTalk())];
    expect(Buffer.compare(one, other)).toBe(0);
    const changed = await renderOfficialDocument({ ...noticeOfTalk(), number: '示环委办约〔2026〕3号' });
    expect(Buffer.compare(one, changed)).not.toBe(0);
  });
  it('keeps markup and control characters out of the text', async () => {
    const text = await textOf(minimal({ paragraphs: [{ type: 'text', line: 'A<b> & "C"\u0001\u000b！' }] }));
    expect(text).toContain('A<b> & "C"！');
  });
  it('says everything a notice of talk has to say', async () => {
    const text = await textOf(noticeOfTalk());
    for (const piece of [
      '党委（党组）主要负责人：镇党委书记',
      '政府（行政）主要负责人：镇长',
      '整改时限为2026年5月6日',
      '100.0%',
      '62.5%',
      '滞后37.5个百分点',
      '黄色预警提示函（示环委办函〔2026〕3号），2026年5月8日发出',
      '督办通知（示环委办督〔2026〕1号），2026年5月22日发出',
      '挂牌督办通知（示环委办挂〔2026〕1号），2026年6月5日发出',
      '核实数据',
      '《政府督查工作条例》第十二条',
      '经市人民政府主要负责人于2026年7月9日批准',
      '主持人。市人民政府副市长',
      '督查室，水利局分管负责人',
      '倒排到周的整改计划',
      '书面请假说明',
      '不向社会公开',
      '附件：1.约谈问题清单',
      '2.数据来源',
      '3.送达回执',
      '6个排污口未完成溯源',
      'indicator/confirmed/T-07/2026-W28',
      '签收人职务',
      '□拒收',
      '次一工作日起计算',
    ]) {
      expect(text).toContain(piece);
    }
  });
});
