/** Document templates of a pack: read and check them, fill them with values. */
export { parseTemplate, templateProblems } from './template-check.js';
export { fillTemplate, fillText } from './template-filling.js';
export type { FilledDocument, FilledText } from './template-filling.js';
export { previewValues } from './template-preview.js';
export type { Template, TemplateBlock, TemplateField, TemplateParameter } from './template-schema.js';
export type { FigureText, TemplateValue, TemplateValues } from './template-values.js';
