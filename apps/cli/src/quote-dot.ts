// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is replaced
const CONTROLS = /[\u0000-\u001f\u007f]/g;

/** A text of Graphviz. Control characters would end the line, and a backslash begins an escape. */
export function quoteDot(text: string): string {
  return `"${text.replace(CONTROLS, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
