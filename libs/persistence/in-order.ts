/**
 * Answers of a function for every item, one after the other: queries of one transaction share one connection, which does one
 * thing at a time.
 */
export const inOrder = async <T, R>(
  items: readonly T[],
  answer: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const answers: R[] = [];
  for (const [index, item] of items.entries()) answers.push(await answer(item, index));
  return answers;
};
