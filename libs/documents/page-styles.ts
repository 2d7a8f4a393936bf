/** Type faces, sizes and spacings of GB/T 9704-2012 as Word styles. Font sizes in half-points, lengths in twips. */
import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  type ICharacterStyleOptions,
  type IParagraphStyleOptions,
} from 'docx';

/** Twips. Paper A4; type area 156 × 225 mm, 37 mm from the top, 28 mm from the binding edge (5.2.1). */
export const PAGE = { width: 11906, height: 16838, top: 2098, left: 1588, right: 1469, bottom: 1984 } as const;
/** 156 mm, and 0.1 mm more so that rounding never costs a line its 28th character. */
export const TYPE_WIDTH = PAGE.width - PAGE.left - PAGE.right;
/** 22 lines fill 225 mm (5.2.3). */
export const LINE = 579;
/**
 * 28 characters fill 156 mm (5.2.3): 16 pt type set 0.2 pt closer. Set as character spacing, because word processors
 * disagree on a character grid narrower than its type.
 */
const CHARACTER_SPACING = -4;
export const CHARACTER = 16 * 20 + CHARACTER_SPACING;

/** Names as Chinese office machines know them; the font table gives the stand-ins where one is missing. */
export const FACES = {
  song: '宋体',
  fang: '仿宋_GB2312',
  hei: '黑体',
  kai: '楷体_GB2312',
  title: '方正小标宋简体',
} as const;
type Face = keyof typeof FACES;

/** GB/T 9704-2012 leaves the shade open; this is the red usual in print. */
export const RED = 'E60012';

/** Sizes by their Chinese numbers: 2号 22 pt, 3号 16 pt, 4号 14 pt, 小四 12 pt, 五号 10.5 pt. */
const SIZE = { two: 44, three: 32, four: 28, smallFour: 24, five: 21 } as const;

const fonts = (face: Face): { ascii: string; eastAsia: string; hAnsi: string; cs: string; hint: 'eastAsia' } => ({
  ascii: FACES[face],
  eastAsia: FACES[face],
  hAnsi: FACES[face],
  cs: FACES[face],
  hint: 'eastAsia',
});

interface Setting {
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  /** False for type that does not stand on the grid of lines and characters. */
  readonly grid?: boolean;
  readonly align?: IAlignment;
  readonly before?: number;
  readonly after?: number;
  readonly line?: number;
  readonly indent?: {
    readonly firstLine?: number;
    readonly left?: number;
    readonly right?: number;
    readonly hanging?: number;
  };
  readonly keepNext?: boolean;
  readonly outline?: number;
  readonly border?: NonNullable<IParagraphStyleOptions['paragraph']>['border'];
}
type IAlignment = (typeof AlignmentType)[keyof typeof AlignmentType];

const style = (id: string, setting: Setting): IParagraphStyleOptions => ({
  id,
  name: id,
  basedOn: 'Normal',
  quickFormat: true,
  run: {
    ...(setting.face === undefined ? {} : { font: fonts(setting.face) }),
    ...(setting.size === undefined ? {} : { size: setting.size }),
    ...(setting.color === undefined ? {} : { color: setting.color }),
    ...(setting.grid === false ? { snapToGrid: false, characterSpacing: 0 } : {}),
  },
  paragraph: {
    ...(setting.align === undefined ? {} : { alignment: setting.align }),
    spacing: {
      before: setting.before ?? 0,
      after: setting.after ?? 0,
      line: setting.line ?? LINE,
      lineRule: LineRuleType.EXACT,
    },
    ...(setting.indent === undefined ? {} : { indent: setting.indent }),
    ...(setting.keepNext === true ? { keepNext: true } : {}),
    ...(setting.outline === undefined ? {} : { outlineLevel: setting.outline }),
    ...(setting.border === undefined ? {} : { border: setting.border }),
  },
});

const TWO_CHARACTERS = Math.round(2 * CHARACTER);
const redLine = (lineStyle: (typeof BorderStyle)[keyof typeof BorderStyle], size: number, space: number) => ({
  color: RED,
  style: lineStyle,
  size,
  space,
});

/** Body and page styles; those of the body stand on the grid of 22 lines and 28 characters. */
export const paragraphStyles = (): IParagraphStyleOptions[] => [
  {
    id: 'Normal',
    name: 'Normal',
    quickFormat: true,
    run: {
      font: fonts('fang'),
      size: SIZE.three,
      characterSpacing: CHARACTER_SPACING,
      language: { value: 'en-US', eastAsia: 'zh-CN' },
    },
    paragraph: {
      alignment: AlignmentType.BOTH,
      spacing: { before: 0, after: 0, line: LINE, lineRule: LineRuleType.EXACT },
    },
  },
  style('HeadMark', { face: 'hei', align: AlignmentType.RIGHT, grid: false, line: 360 }),
  style('HeadField', { face: 'hei', align: AlignmentType.LEFT }),
  style('IssuingMark', { face: 'title', color: RED, align: AlignmentType.CENTER, grid: false }),
  // The line stands 4 mm under the number (7.2.7); the rest of the distance is the leading of the number's own line.
  style('DocumentNumber', {
    align: AlignmentType.CENTER,
    before: 2 * LINE,
    border: { bottom: redLine(BorderStyle.SINGLE, 18, 6) },
  }),
  style('MinutesIssue', { align: AlignmentType.CENTER, before: LINE }),
  style('MinutesIssuer', {
    align: AlignmentType.LEFT,
    before: LINE,
    border: { bottom: redLine(BorderStyle.SINGLE, 18, 6) },
  }),
  style('LetterNumber', { align: AlignmentType.RIGHT }),
  style('DocumentTitle', {
    face: 'title',
    size: SIZE.two,
    align: AlignmentType.CENTER,
    grid: false,
    line: 640,
    keepNext: true,
  }),
  style('Addressee', { align: AlignmentType.LEFT, before: LINE }),
  style('Body', { indent: { firstLine: TWO_CHARACTERS } }),
  style('BodyHeading1', { face: 'hei', indent: { firstLine: TWO_CHARACTERS }, keepNext: true, outline: 0 }),
  style('BodyHeading2', { face: 'kai', indent: { firstLine: TWO_CHARACTERS }, keepNext: true, outline: 1 }),
  style('BodyHeading3', { indent: { firstLine: TWO_CHARACTERS }, keepNext: true, outline: 2 }),
  style('BodyHeading4', { indent: { firstLine: TWO_CHARACTERS }, keepNext: true, outline: 3 }),
  style('AttachmentNote', { align: AlignmentType.LEFT, keepNext: true }),
  style('Attendance', { align: AlignmentType.LEFT }),
  style('Signature', { align: AlignmentType.RIGHT, keepNext: true }),
  style('SideNote', { align: AlignmentType.LEFT, indent: { firstLine: TWO_CHARACTERS } }),
  style('AttachmentMark', { face: 'hei', align: AlignmentType.LEFT, keepNext: true }),
  style('AttachmentTitle', {
    face: 'title',
    size: SIZE.two,
    align: AlignmentType.CENTER,
    grid: false,
    line: 640,
    keepNext: true,
    outline: 0,
  }),
  style('TableHead', { face: 'hei', size: SIZE.smallFour, align: AlignmentType.CENTER, grid: false, line: 360 }),
  style('TableText', { size: SIZE.smallFour, align: AlignmentType.LEFT, grid: false, line: 360 }),
  style('SmallTableHead', { face: 'hei', size: SIZE.five, align: AlignmentType.CENTER, grid: false, line: 320 }),
  style('SmallTableText', { size: SIZE.five, align: AlignmentType.LEFT, grid: false, line: 320 }),
  style('FormLabel', { face: 'hei', size: SIZE.four, align: AlignmentType.CENTER, grid: false, line: 440 }),
  style('FormText', { size: SIZE.four, align: AlignmentType.LEFT, grid: false, line: 440 }),
  style('Imprint', { size: SIZE.four, align: AlignmentType.LEFT, grid: false, line: 480 }),
  style('PageNumber', { face: 'song', size: SIZE.four, grid: false, line: 280 }),
  style('Anchor', { size: 2, grid: false, line: 20 }),
];

/** Faces inside a line: 黑体 for first-level marks and labels, 楷体 for second-level ones. */
export const characterStyles = (): ICharacterStyleOptions[] => [
  { id: 'Hei', name: 'Hei', basedOn: 'DefaultParagraphFont', run: { font: fonts('hei') } },
  { id: 'Kai', name: 'Kai', basedOn: 'DefaultParagraphFont', run: { font: fonts('kai') } },
];

const font = (name: string, others: string, family: 'roman' | 'modern' | 'script'): string =>
  `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`;

/** Stand-ins a word processor tries where a face is missing; the official faces need licences of their own. */
export const FONT_TABLE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
  font(FACES.fang, '仿宋,FangSong,华文仿宋,STFangsong', 'modern') +
  font(FACES.kai, '楷体,KaiTi,华文楷体,STKaiti', 'modern') +
  font(FACES.title, '方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun', 'script') +
  font(FACES.hei, 'SimHei,华文黑体,STHeiti,微软雅黑', 'modern') +
  font(FACES.song, 'SimSun,华文宋体,STSong', 'roman') +
  '</w:fonts>';
