/** Whether a template hangs together: every name declared and used, nothing that could leave a hole. */
import { Refusal } from '#libs/domain/refusal.js';
import {
  RESERVED_NAMES,
  TemplateSchema,
  type Template,
  type TemplateBlock,
  type TemplateParameter,
} from './template-schema.js';
import { textNodes, type TextNode } from './template-syntax.js';

/** Every text of a template with the place it stands at and the list whose items it repeats over, if any. */
interface PlacedText {
  readonly place: string;
  readonly text: string;
  readonly each?: string;
  /** Parameters known to be there at this place because a block is shown only when they are. */
  readonly present: readonly string[];
}
/** A block's use of a parameter by name. */
interface PlacedUse {
  readonly place: string;
  readonly name: string;
  readonly list: boolean;
}

const readBlocks = (
  blocks: readonly TemplateBlock[],
  place: string,
  present: readonly string[],
  texts: PlacedText[],
  uses: PlacedUse[],
): void => {
  blocks.forEach((block, index) => {
    const at = `${place}[${index}]`;
    if (typeof block === 'string') texts.push({ place: at, text: block, present });
    else if ('heading' in block) {
      texts.push({ place: `${at}.text`, text: block.text, present });
      if (block.then !== undefined) texts.push({ place: `${at}.then`, text: block.then, present });
    } else if ('list' in block) {
      uses.push({ place: at, name: block.each, list: true });
      texts.push({ place: `${at}.item`, text: block.item, each: block.each, present });
    } else if ('table' in block) {
      const { each, columns, empty } = block.table;
      uses.push({ place: at, name: each, list: true });
      if (empty !== undefined) texts.push({ place: `${at}.empty`, text: empty, present });
      columns.forEach((column, number) => {
        texts.push({ place: `${at}.columns[${number}]`, text: column.value, each, present });
      });
    } else if ('form' in block) {
      block.form.rows.forEach((row, number) => {
        row.forEach((cell) => texts.push({ place: `${at}.rows[${number}]`, text: cell.text, present }));
      });
    } else if ('when' in block) {
      uses.push({ place: at, name: block.when, list: false });
      readBlocks(block.blocks, `${at}.blocks`, [...present, block.when], texts, uses);
    } else if ('unless' in block) {
      uses.push({ place: at, name: block.unless, list: false });
      readBlocks(block.blocks, `${at}.blocks`, present, texts, uses);
    }
  });
};

const textsOf = (template: Template): { texts: PlacedText[]; uses: PlacedUse[] } => {
  const texts: PlacedText[] = [];
  const uses: PlacedUse[] = [];
  const single = (place: string, text: string | undefined): void => {
    if (text !== undefined) texts.push({ place, text, present: [] });
  };
  single('title', template.title);
  single('addressee', template.addressee);
  readBlocks(template.body, 'body', [], texts, uses);
  template.attachments.forEach((attachment, index) => {
    single(`attachments[${index}].title`, attachment.title);
    readBlocks(attachment.blocks, `attachments[${index}].blocks`, [], texts, uses);
  });
  single('copyTo', template.copyTo);
  single('attendance.present', template.attendance?.present);
  single('attendance.excused', template.attendance?.excused);
  single('attendance.observing', template.attendance?.observing);
  template.foot.forEach((text, index) => single(`foot[${index}]`, text));
  return { texts, uses };
};

type Scope = ReadonlyMap<string, TemplateParameter>;

/** Names used at one text, checked against what is declared; `used` collects `name` and `list.field`. */
const checkNodes = (
  nodes: readonly TextNode[],
  scope: Scope,
  inList: string | undefined,
  present: ReadonlySet<string>,
  used: Set<string>,
  complain: (problem: string) => void,
): void => {
  for (const node of nodes) {
    if (node.kind === 'literal') continue;
    if (RESERVED_NAMES.includes(node.name)) {
      if (inList === undefined) complain(`{{${node.name}}} stands outside a list`);
      if (node.kind === 'section') checkNodes(node.nodes, scope, inList, present, used, complain);
      continue;
    }
    const parameter = scope.get(node.name);
    if (parameter === undefined) {
      complain(`{{${node.name}}} is not declared`);
      continue;
    }
    used.add(node.name);
    if (inList !== undefined) used.add(`${inList}.${node.name}`);
    if (node.kind === 'value') {
      if (parameter.type === 'list' || parameter.type === 'flag')
        complain(`{{${node.name}}} is a ${parameter.type}, not a text`);
      else if (parameter.optional && !present.has(node.name)) {
        complain(`{{${node.name}}} is optional and would leave a hole; put it inside {{#${node.name}}}`);
      }
    } else if (parameter.type === 'list' && !node.inverted) {
      const inner = new Map<string, TemplateParameter>([
        ...scope,
        ...parameter.fields.map((one) => [one.name, one] as const),
      ]);
      checkNodes(node.nodes, inner, parameter.name, present, used, complain);
    } else {
      const inside = node.inverted ? present : new Set([...present, node.name]);
      checkNodes(node.nodes, scope, inList, inside, used, complain);
    }
  }
};

/** What is wrong with a template, place by place; empty when nothing is. */
export const templateProblems = (template: Template): string[] => {
  const problems: string[] = [];
  const scope = new Map<string, TemplateParameter>();
  const declare = (parameters: readonly TemplateParameter[], prefix: string): void => {
    const names = new Set<string>();
    for (const parameter of parameters) {
      if (names.has(parameter.name)) problems.push(`parameters: ${prefix}${parameter.name} is declared twice`);
      if (RESERVED_NAMES.includes(parameter.name)) problems.push(`parameters: ${parameter.name} is a reserved name`);
      names.add(parameter.name);
      if (parameter.type === 'choice' && parameter.choices === undefined) {
        problems.push(`parameters: ${prefix}${parameter.name} has no choices`);
      }
      if (parameter.type === 'list') declare(parameter.fields, `${parameter.name}.`);
    }
  };
  declare(template.parameters, '');
  for (const parameter of template.parameters) scope.set(parameter.name, parameter);
  for (const group of template.requireAny) {
    for (const name of group) if (!scope.has(name)) problems.push(`requireAny: ${name} is not declared`);
  }
  const used = new Set<string>();
  const { texts, uses } = textsOf(template);
  for (const use of uses) {
    const parameter = scope.get(use.name);
    if (parameter === undefined) problems.push(`${use.place}: ${use.name} is not declared`);
    else if (use.list && parameter.type !== 'list') problems.push(`${use.place}: ${use.name} is not a list`);
    used.add(use.name);
  }
  for (const { place, text, each, present } of texts) {
    const complain = (problem: string): void => void problems.push(`${place}: ${problem}`);
    const list = each === undefined ? undefined : scope.get(each);
    const fields = list?.type === 'list' ? list.fields : [];
    try {
      checkNodes(
        textNodes(text),
        new Map<string, TemplateParameter>([...scope, ...fields.map((one) => [one.name, one] as const)]),
        each,
        new Set(present),
        used,
        complain,
      );
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  for (const parameter of template.parameters) {
    if (!used.has(parameter.name)) problems.push(`parameters: ${parameter.name} is used nowhere`);
    if (parameter.type !== 'list') continue;
    for (const { name } of parameter.fields) {
      if (!used.has(`${parameter.name}.${name}`))
        problems.push(`parameters: ${parameter.name}.${name} is used nowhere`);
    }
  }
  return problems;
};

/** Reads a template from a pack file's value. Refusal TEMPLATE_INVALID lists every problem with its place. */
export const parseTemplate = (source: unknown): Template => {
  const read = TemplateSchema.safeParse(source);
  const name = typeof source === 'object' && source !== null && 'id' in source ? String(source.id) : 'template';
  const problems = read.success
    ? templateProblems(read.data)
    : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!read.success || problems.length > 0) {
    throw new Refusal('TEMPLATE_INVALID', `${name}: ${problems.join('; ')}`, { template: name, problems });
  }
  return read.data;
};
