/** Writes a value of JSON as YAML for reading: block style, keys in their order, text quoted only where it must be. */
export function toYaml(value: unknown): string {
  if (isEmpty(value) || !isCompound(value)) return `${renderScalar(value, 0)}\n`;
  return `${renderBlock(value, 0).join('\n')}\n`;
}

type Compound = readonly unknown[] | Readonly<Record<string, unknown>>;

function renderBlock(value: Compound, depth: number): string[] {
  if (Array.isArray(value)) return value.flatMap(item => renderItem(item, depth));
  return Object.entries(value).flatMap(([key, item]) =>
    renderEntry(`${indent(depth)}${renderKey(key)}:`, item, Array.isArray(item) ? depth : depth + 1),
  );
}

function renderEntry(head: string, item: unknown, depth: number): string[] {
  if (isCompound(item) && !isEmpty(item)) return [head, ...renderBlock(item, depth)];
  return [`${head} ${renderScalar(item, depth)}`];
}

/** A compound item starts on the line of its dash. */
function renderItem(item: unknown, depth: number): string[] {
  if (!isCompound(item) || isEmpty(item)) return [`${indent(depth)}- ${renderScalar(item, depth + 1)}`];
  const [first = '', ...rest] = renderBlock(item, depth + 1);
  return [`${indent(depth)}- ${first.trimStart()}`, ...rest];
}

function renderScalar(value: unknown, depth: number): string {
  if (typeof value === 'string') return renderText(value, depth);
  if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}';
  return JSON.stringify(value) ?? 'null';
}

const PLAIN = /^[A-Za-z_/][\w./@+-]*(?:[ :]?[\w./@+(),=-]+)*$/;
/** Words that YAML 1.1 reads as something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;

function renderText(text: string, depth: number): string {
  if (text.includes('\n') && !/[^\P{Cc}\n\t]/u.test(text) && !/^\s/.test(text)) return renderLines(text, depth);
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}

function renderLines(text: string, depth: number): string {
  const isClosed = text.endsWith('\n');
  const lines = (isClosed ? text.slice(0, -1) : text).split('\n').map(line => (line === '' ? '' : `${indent(depth)}${line}`));
  return [isClosed ? '|' : '|-', ...lines].join('\n');
}

function renderKey(key: string): string {
  return PLAIN.test(key) && !RESERVED.test(key) && !key.includes(' ') ? key : JSON.stringify(key);
}

function isCompound(value: unknown): value is Compound {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isCompound(value) && Object.keys(value).length === 0;
}

function indent(depth: number): string {
  return '  '.repeat(Math.max(0, depth));
}
