import { expect, it } from '@jest/globals';
import { csvCells } from './csv-cells.js';

it.each<[string, readonly string[] | null]>([
  ['', ['']],
  ['a', ['a']],
  ['a,b,', ['a', 'b', '']],
  [',,', ['', '', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['c,"a,b"', ['c', 'a,b']],
  ['"",x', ['', 'x']],
  ['"say ""yes""",x', ['say "yes"', 'x']],
  ['"""",x', ['"', 'x']],
  ['x,""', ['x', '']],
  ['x,"",', ['x', '', '']],
  ['"open,x', null],
  ['a"b,x', null],
  ['"a"b,x', null],
  ['"a""', null],
])('%s', (line, cells) => expect(csvCells(line)).toEqual(cells));
