import { stripControls } from './style.ts';

/** One cell of CSV: quoted where needed; one that a spreadsheet would take for a formula gets a leading apostrophe. */
export function escapeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Text that stays text in Markdown: no table breaks, no markup, no mentions. */
export function escapeMarkdown(text: string): string {
  return stripControls(text).replace(/[\\`*_{}[\]<>|#@]/g, character => `\\${character}`);
}
