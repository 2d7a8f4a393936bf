import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import mammoth from 'mammoth';
import type { Refusal } from '#libs/domain/refusal.js';
import { packTemplate, TALK_FIGURES, TALK_VALUES } from './fixtures/notice-of-talk.js';
import { renderOfficialDocument } from './official-document.js';
import {
  fillTemplate,
  fillText,
  parseTemplate,
  previewValues,
  type Template,
  type TemplateValues,
} from './template.js';

const build = (changes: Record<string, unknown>): Template =>
  parseTemplate({
    id: 'trial',
    version: 1,
    validFrom: '2026-01-01',
    name: '试用',
    kind: 'NOTICE',
    parameters: [{ name: 'unit', label: '单位', type: 'text' }],
    title: '关于{{unit}}的通知',
    body: ['{{unit}}：请办理。'],
    ...changes,
  });
const problemsOf = (action: () => unknown): readonly string[] => {
  try {
    action();
  } catch (error) {
    return ((error as Refusal).details?.['problems'] ?? []) as string[];
  }
  return [];
};
const firstLine = (template: Template, values: TemplateValues): unknown => {
  const [block] = fillTemplate(template, values).paragraphs;
  return block?.type === 'text' ? block.line : block;
};

describe('a template is refused with the place when', () => {
  it.each([
    ['a name is not declared', { body: ['{{unit}}{{other}}'] }, 'body[0]: {{other}} is not declared'],
    [
      'a parameter is used nowhere',
      {
        parameters: [
          { name: 'unit', label: '单位', type: 'text' },
          { name: 'spare', label: '多余', type: 'text' },
        ],
      },
      'parameters: spare is used nowhere',
    ],
    ['a section is not closed', { body: ['{{#unit}}请'] }, 'body[0]: {{#unit}} is not closed'],
    ['sections cross', { body: ['{{#unit}}{{/other}}'] }, 'body[0]: {{/other}} closes unit'],
    [
      'an optional value would leave a hole',
      { parameters: [{ name: 'unit', label: '单位', type: 'text', optional: true }], title: '通知' },
      'body[0]: {{unit}} is optional and would leave a hole; put it inside {{#unit}}',
    ],
    [
      'a list is used as a text',
      {
        parameters: [{ name: 'unit', label: '单位', type: 'list', fields: [{ name: 'a', label: '甲', type: 'text' }] }],
      },
      'title: {{unit}} is a list, not a text',
    ],
    ['an item of no list is counted', { body: ['{{unit}}{{index}}'] }, 'body[0]: {{index}} stands outside a list'],
    [
      'a table repeats what is no list',
      { body: ['{{unit}}', { table: { each: 'unit', columns: [{ label: '甲', value: '乙' }] } }] },
      'body[1]: unit is not a list',
    ],
  ])('%s', (_, changes, problem) => {
    expect(problemsOf(() => build(changes))).toContain(problem);
  });
  it('it has a field nobody knows', () => {
    expect(() => build({ colour: 'red' })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
  });
});

describe('filling', () => {
  const list = build({
    parameters: [
      { name: 'unit', label: '单位', type: 'text' },
      {
        name: 'acts',
        label: '要求',
        type: 'list',
        atLeast: 1,
        fields: [
          { name: 'text', label: '内容', type: 'text' },
          { name: 'due', label: '时限', type: 'date', optional: true },
        ],
      },
    ],
    body: ['{{unit}}：{{#acts}}{{index}}.{{text}}{{#due}}（{{due}}前）{{/due}}{{^last}}；{{/last}}{{/acts}}。'],
  });
  it('repeats lists, shows what is there and leaves out what is not', () => {
    const values = { unit: '甲镇', acts: [{ text: '整改', due: '2026-07-03' }, { text: '报告' }] };
    expect(firstLine(list, values)).toBe('甲镇：1.整改（2026年7月3日前）；2.报告。');
  });
  it('names every parameter that is unknown, missing, blank or wrong', () => {
    const values = { unit: '　', acts: [{ text: '整改', due: '7月3日' }, { colour: '红' }], extra: 1 };
    expect(problemsOf(() => fillTemplate(list, values))).toEqual([
      'extra is no parameter',
      'unit (单位) is blank',
      'acts[1].due (时限) is no date YYYY-MM-DD',
      'acts[2].colour is no parameter',
      'acts[2].text (内容) is missing',
    ]);
    expect(problemsOf(() => fillTemplate(list, { unit: '甲', acts: [] }))).toEqual([
      'acts (要求) needs 1 or more items',
    ]);
  });
  it('never reads braces in a value', () => {
    expect(firstLine(build({}), { unit: '{{unit}}' })).toBe('{{unit}}：请办理。');
  });
  it('wants a figure as {text, figureId} that is listed', () => {
    const template = build({ parameters: [{ name: 'unit', label: '数值', type: 'figure' }], title: '通知' });
    expect(problemsOf(() => fillTemplate(template, { unit: '37.5%' }))).toEqual([
      'unit (数值) is no figure {text, figureId}',
    ]);
    expect(problemsOf(() => fillTemplate(template, { unit: { text: '37.5%', figureId: 'x' } }))).toEqual([
      'unit (数值) names figure x, which is not listed',
    ]);
  });
  it('begins a new paragraph at a line break and drops blank ones', () => {
    const template = build({ body: ['{{unit}}一\n\n二'] });
    expect(fillTemplate(template, { unit: '甲' }).paragraphs).toEqual([
      { type: 'text', line: '甲一' },
      { type: 'text', line: '二' },
    ]);
  });
  it('asks for one of a group', () => {
    const { districtRule: _rule, designation: _paper, ...without } = TALK_VALUES;
    expect(problemsOf(() => fillTemplate(packTemplate('talk'), without, TALK_FIGURES))).toEqual([
      'one of districtRule, designation (本地约谈规定（名称、文号和条款）、受政府指定开展督查的文件（文号、事项和期限）) must be given',
    ]);
  });
  it('makes no paper of a message, nor a message of a paper', () => {
    expect(() => fillTemplate(packTemplate('reminder'), {})).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_KIND' }),
    );
    expect(() => fillText(packTemplate('talk'), {})).toThrow(expect.objectContaining({ code: 'TEMPLATE_KIND' }));
  });
});

describe('the default pack', () => {
  const ids = readdirSync(new URL('../../packs/default-district/templates/', import.meta.url)).map((name) =>
    name.replace('.json', ''),
  );

  it('has every paper of the ladder', () => {
    expect(ids).toEqual(
      expect.arrayContaining([
        'reminder',
        'warning-yellow',
        'warning-orange',
        'warning-red',
        'supervision-order',
        'listing',
        'delisting',
        'talk',
        'talk-minutes',
        'talk-lifted',
        'bulletin',
        'closure-refusal',
        'weekly-sheet',
      ]),
    );
  });

  const labelsOf = (template: Template): string[] =>
    template.parameters
      .flatMap((one) => (one.type === 'list' ? one.fields : [one]))
      .filter((one) => one.type === 'text' || one.type === 'figure')
      .map((one) => `【${one.label}】`);
  const printed = async (template: Template, bare: boolean): Promise<string> => {
    const { values, figures } = previewValues(template, bare);
    if (template.kind === 'MESSAGE' || template.kind === 'SHEET') {
      const { title, lines, foot } = fillText(template, values);
      return [title, ...lines, ...foot].join('\n');
    }
    const filled = fillTemplate(template, values, figures);
    const file = await renderOfficialDocument({ ...filled, issuer: '办公室', issuingMark: '办公室文件', draft: true });
    return (await mammoth.extractRawText({ buffer: Buffer.from(file) })).value;
  };

  it.each(ids)('%s prints every blank and leaves no hole', async (id) => {
    const template = packTemplate(id);
    expect(template.id).toBe(id);
    const [whole, bare] = [await printed(template, false), await printed(template, true)];
    for (const label of labelsOf(template)) expect(whole + bare).toContain(label);
    for (const text of [whole, bare]) {
      expect(text).not.toMatch(/\{\{|\}\}|undefined|null|\[object/);
      expect(text).not.toMatch(/，，|。。|，。|：。|（）|、、|“”/);
    }
  });

  it.each(ids)('%s is refused without any one of its required parameters', (id) => {
    const template = packTemplate(id);
    const { values, figures } = previewValues(template);
    const fill = (given: TemplateValues): unknown =>
      template.kind === 'MESSAGE' || template.kind === 'SHEET'
        ? fillText(template, given)
        : fillTemplate(template, given, figures);
    for (const parameter of template.parameters) {
      const isNeeded =
        parameter.type === 'list' ? parameter.atLeast > 0 : !parameter.optional && parameter.type !== 'flag';
      if (!isNeeded) continue;
      const { [parameter.name]: _left, ...rest } = values;
      expect(problemsOf(() => fill(rest)).join()).toContain(`${parameter.name} (${parameter.label})`);
    }
  });

  it('names the denominator of every rate of the bulletin', async () => {
    const text = await printed(packTemplate('bulletin'), false);
    for (const rate of ['【完成率】', '【到期完成率】', '【销号率】', '【资金执行率】']) {
      expect(text.slice(text.indexOf(rate))).toMatch(new RegExp(`^${rate}（分母为`));
    }
  });
});
