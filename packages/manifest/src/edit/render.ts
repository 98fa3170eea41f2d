import { isMapping } from '../mapping.ts';
import { resolvePlain } from '../resolve-scalar.ts';
import type { Layout } from './layout.ts';

const PLAIN = /^(?:[A-Za-z_./][\w./@+-]*(?:[: ][\w./@+-]+)*|\d[\w.]*)$/;

/** A scalar in a quoting of its own choice: plain where every YAML reader takes it for the same text, else as JSON writes it. */
export function renderScalar(value: unknown, json: boolean): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return !json && PLAIN.test(value) && resolvePlain(value) === value ? value : quote(value);
}

/** A text in the quotes that another one stood in; plain texts, and what single quotes cannot hold, as `renderScalar` does. */
export function renderLike(value: unknown, before: string, json: boolean): string {
  if (typeof value !== 'string') return renderScalar(value, json);
  if (before === '"') return quote(value);
  const isPrintable = !/[^\x20-\x7e\u00a0-\ud7ff]/.test(value);
  return before === "'" && isPrintable ? `'${value.replaceAll("'", "''")}'` : renderScalar(value, json);
}

/** Double quotes of YAML are those of JSON with more characters to escape, https://yaml.org/spec/1.2.2/#57-escaped-characters. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value on one line. */
export function renderFlow(value: unknown, style: { readonly json: boolean; readonly compact?: boolean }): string {
  const separator = style.compact === true ? ',' : ', ';
  if (Array.isArray(value)) return `[${value.map(item => renderFlow(item, style)).join(separator)}]`;
  if (!isMapping(value)) return renderScalar(value, style.json);
  const entries = Object.entries(value).map(([key, entry]) => renderFlowEntry(key, entry, style));
  return `{${entries.join(separator)}}`;
}

export function renderFlowEntry(key: string, value: unknown, style: { readonly json: boolean; readonly compact?: boolean }): string {
  return `${renderScalar(key, style.json)}:${style.compact === true ? '' : ' '}${renderFlow(value, style)}`;
}

/** A value as JSON over several lines; lines after the first are indented by `column`. */
export function renderJson(value: unknown, step: number, column: number): readonly string[] {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner), step) ?? 'null';
  return text.split('\n').map((line, index) => (index === 0 ? line : ' '.repeat(column) + line));
}

/** An entry of a block mapping that stands at `column`, as lines. */
export function renderBlockEntry(key: string, value: unknown, column: number, layout: Layout): readonly string[] {
  const head = `${' '.repeat(column)}${renderScalar(key, false)}:`;
  if (!isCollection(value)) return [`${head} ${renderFlow(value, { json: false })}`];
  return [head, ...renderBlock(value, findInnerColumn(value, column, layout), layout)];
}

/** Column of a collection that is the value of a key at `column`. */
export function findInnerColumn(value: unknown, column: number, layout: Layout): number {
  return column + (Array.isArray(value) ? layout.listStep : layout.step);
}

/** A collection with something in it as block lines. */
export function renderBlock(value: unknown, column: number, layout: Layout): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => renderBlockItem(item, column, layout));
  return isMapping(value) ? Object.entries(value).flatMap(([key, entry]) => renderBlockEntry(key, entry, column, layout)) : [];
}

/** An item of a block list whose dashes stand at `column`. */
export function renderBlockItem(value: unknown, column: number, layout: Layout): readonly string[] {
  const dash = `${' '.repeat(column)}- `;
  if (!isCollection(value) || Array.isArray(value)) return [dash + renderFlow(value, { json: false })];
  return renderBlock(value, column + 2, layout).map((line, index) => (index === 0 ? dash + line.slice(column + 2) : line));
}

/** Whether a value has entries or items, and so more than one line in block style. */
export function isCollection(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isMapping(value) && Object.keys(value).length > 0;
}
