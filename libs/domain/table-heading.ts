/** Headings of tables people fill in. */

/** A heading without what says nothing in it: spaces and the width of brackets. */
export const plainHeading = (heading: string): string =>
  heading.replaceAll(/\s/g, '').replaceAll('（', '(').replaceAll('）', ')');
