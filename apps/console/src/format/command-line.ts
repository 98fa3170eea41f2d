/** What no terminal and no page should act on: control characters, and those that turn the direction of writing. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const PLAIN = /^[^\s'"\\]+$/u;

/** Text that a stranger chose, on one line; what cannot be seen is shown as `\u202e`. */
export function toVisible(text: string): string {
  return text.replace(HIDDEN, found => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** Arguments as one would type them: in quotes where they would fall apart. */
export function toCommandLine(argv: readonly string[]): string {
  return argv.map(part => (PLAIN.test(part) ? toVisible(part) : `'${toVisible(part).replaceAll("'", String.raw`'\''`)}'`)).join(' ');
}
