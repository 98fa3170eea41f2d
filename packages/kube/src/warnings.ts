/** More than this is not read by anybody. */
const MAX_WARNINGS = 64;
const MAX_HEADER = 64 * 1024;

/** `299 - "text"`, one or several in a header, with quotes and backslashes escaped. https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
const WARNING = /\b299 \S{1,256} "((?:[^"\\]|\\.)*)"/g;

/** Texts of the Warning headers of an answer, as the API server meant them. */
export function readWarnings(header: string | readonly string[] | undefined): readonly string[] {
  const lines = typeof header === 'string' ? [header] : (header ?? []);
  return lines
    .flatMap(line => [...line.slice(0, MAX_HEADER).matchAll(WARNING)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')))
    .slice(0, MAX_WARNINGS);
}
