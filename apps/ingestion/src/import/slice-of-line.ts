/** Lines are told apart by where they stand in the file, so that one row more or less changes one slice only. */
const LINES_PER_SLICE = 500;
export const sliceOfLine = (line: number): number => Math.floor((line - 2) / LINES_PER_SLICE);
