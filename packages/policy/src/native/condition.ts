import { formatExpression } from '@breakwater/cel';
import { toLiteral } from '../export/literal.ts';

/** What is asked of a request: CEL of type bool, or what is known without asking. */
export type Condition = string | boolean;

export function all(...parts: readonly Condition[]): Condition {
  return join(parts, false, ' && ');
}

export function any(...parts: readonly Condition[]): Condition {
  return join(parts, true, ' || ');
}

export function not(part: Condition): Condition {
  if (typeof part === 'boolean') return !part;
  return part.startsWith('!(') && part.endsWith(')') && closesLast(part) ? part.slice(2, -1) : `!(${part})`;
}

/** `deciding` is the value that one part needs to have for the whole to have it. */
function join(parts: readonly Condition[], deciding: boolean, operator: string): Condition {
  if (parts.includes(deciding)) return deciding;
  const texts = [...new Set(parts.filter(part => typeof part === 'string'))];
  const [only] = texts;
  if (only === undefined) return !deciding;
  return texts.length === 1 ? only : texts.map(text => (/^[\w.]+$/.test(text) ? text : `(${text})`)).join(operator);
}

/** Whether the parenthesis that a text begins with is the one that it ends with. Quoted parentheses make it say no, which is only longer. */
function closesLast(text: string): boolean {
  if (/["']/.test(text)) return false;
  let depth = 0;
  for (let index = 1; index < text.length; index++) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

/** Whether a text fits one of several patterns in which `*` stands for any run of characters. `text` is CEL of type string. */
export function matchesAny(text: string, patterns: readonly string[]): Condition {
  if (patterns.includes('*')) return true;
  const exact = patterns.filter(pattern => !pattern.includes('*'));
  const open = patterns.filter(pattern => pattern.includes('*'));
  return any(
    exact.length === 0 ? false : exact.length === 1 ? `${text} == ${quote(exact[0])}` : `${text} in ${quote(exact)}`,
    ...open.map(pattern => `${text}.matches(${quote(toRegex(pattern))})`),
  );
}

/** RE2, which runs of any length of any characters. */
function toRegex(pattern: string): string {
  const parts = pattern.split('*').map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return `(?s)^${parts.join('.*')}$`;
}

export function quote(value: unknown): string {
  return formatExpression(toLiteral(value));
}
