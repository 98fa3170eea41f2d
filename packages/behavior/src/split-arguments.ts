/** Arguments that were written as one text with blanks between them; those in double quotes are kept together. */
export function splitArguments(text: string): string[] {
  return (text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? []).map(word =>
    /^".*"$/s.test(word) && word.length > 1 ? word.slice(1, -1).replaceAll('\\"', '"') : word,
  );
}
