/** Headings of tables people fill in. */

/**
 * A heading without what says nothing in it: spaces, the width of signs, and which of several characters stands for one
 * (`㎎`, `℃`, `µ`, `₃`), by the compatibility forms of Unicode (NFKC).
 */
export const plainHeading = (heading: string): string => heading.normalize('NFKC').replaceAll(/\s/g, '');
