/** Text that YAML 1.1 and 1.2 both read as the string that it is, without quotes. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** JSON values as one YAML document; everything that might be read as something else is quoted. */
export function toYaml(value: unknown): string {
  return writeBlock(value, '').replace(/^\n/, '').concat('\n');
}

function writeBlock(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return value.every(isScalar)
      ? ` [${value.map(writeScalar).join(', ')}]`
      : value.map(entry => `\n${indent}-${writeEntry(entry, indent)}`).join('');
  }
  if (isScalar(value)) return ` ${writeScalar(value)}`;
  const entries = Object.entries(value as Readonly<Record<string, unknown>>).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, entry]) => `\n${indent}${writeScalar(key)}:${writeBlock(entry, `${indent}  `)}`).join('');
}

/** A list entry starts on the line of its dash. */
function writeEntry(value: unknown, indent: string): string {
  return writeBlock(value, `${indent}  `).replace(/^\n\s*/, ' ');
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function writeScalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
}
