/** What the platform says of a file it cannot take, `CODE: columns or words; CODE: …`, taken apart. */
const failureParts = (failure: string): { readonly code: string; readonly said: string }[] =>
  failure.split(/; (?=[A-Z_]+: )/).map((part) => {
    const [, code = '', said = part] = /^([A-Z_]+): (.*)$/s.exec(part) ?? [];
    return { code, said };
  });

/** Codes behind which names of columns stand; behind others words for whoever reads the log. */
const NAMES_COLUMNS = ['COLUMN_MISSING', 'COLUMN_TWICE'];

/** The same in the language of the page, with its signs; as it was said where a code has no words. */
export const failureText = (
  failure: string,
  words: (code: string) => string | null,
  signs: { readonly comma: string; readonly semicolon: string },
): string =>
  failureParts(failure)
    .map(({ code, said }) => {
      const text = words(code);
      if (text === null) return code === '' ? said : `${code}: ${said}`;
      return NAMES_COLUMNS.includes(code) ? `${text} ${said.split(', ').join(signs.comma)}` : text;
    })
    .join(signs.semicolon);
