// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would end the comment
const CONTROLS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g;

/** One line of YAML that nobody reads but people, whatever the text holds. */
export function toYamlComment(text: string): string {
  return `# ${text.replace(CONTROLS, ' ')}\n`;
}
