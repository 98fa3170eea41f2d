/** Rows as CSV (https://www.rfc-editor.org/rfc/rfc4180): one column for each key that occurs, lists and objects as JSON. */
export function toCsv(rows: readonly object[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const lines = rows.map(row => names.map(name => renderCell((row as Readonly<Record<string, unknown>>)[name])).join(','));
  return `${[names.map(renderCell).join(','), ...lines].join('\r\n')}\r\n`;
}

function renderCell(value: unknown): string {
  const text = renderValue(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function renderValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return defuse(value.join(' '));
  return typeof value === 'string' ? defuse(value) : JSON.stringify(value);
}

/** A name that begins like a formula must not become one in a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection). */
function defuse(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
