import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { FILE_LAYOUTS } from '#libs/domain/telemetry/file-layout.js';
import { openImport } from '#libs/domain/telemetry/import-layout.js';
import { EXAMPLES, fileLayoutsPage } from './file-layouts-page.js';

const READ_AT = new Date('2026-06-01T00:00:00Z');

it.each(FILE_LAYOUTS)('the example of $id is read as the layout says', (layout) => {
  const [heading, row] = EXAMPLES[layout.id];
  const opened = openImport(layout, heading, READ_AT);
  expect(opened).not.toHaveProperty('lacking');
  expect('read' in opened ? opened.read(row) : opened).toHaveProperty('row');
});

it('the page of the guide is what the layouts say', () => {
  expect(readFileSync('docs/guide/file-layouts.md', 'utf8')).toBe(fileLayoutsPage());
});
