/**
 * Cells of one line of a comma-separated file; null when its quotes do not match. A quoted cell may hold a comma and a
 * doubled quote, never a line end.
 */
export const csvCells = (line: string): readonly string[] | null => {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (let at = 0; ; at++) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      const cell = comma < 0 ? line.slice(at) : line.slice(at, comma);
      if (cell.includes('"')) return null;
      cells.push(cell);
      if (comma < 0) return cells;
      at = comma;
      continue;
    }
    let cell = '';
    let from = at + 1;
    let end = line.indexOf('"', from);
    while (end >= 0 && line[end + 1] === '"') {
      cell += line.slice(from, end + 1);
      from = end + 2;
      end = line.indexOf('"', from);
    }
    if (end < 0) return null;
    cells.push(cell + line.slice(from, end));
    if (end + 1 === line.length) return cells;
    if (line[end + 1] !== ',') return null;
    at = end + 1;
  }
};
