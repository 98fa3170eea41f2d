/** YAML below comments that say why; no comment ends before its line does. */
export function toCommentedYaml({ text, because }: { readonly text: string; readonly because: readonly string[] }): string {
  return `${because.map(line => `# ${line.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join('')}${text}`;
}
