import { type Bindings, compile, type Environment, formatValue, type Program } from '@breakwater/cel';

/** A text with CEL expressions in double braces: `container '{{container.name}}' runs privileged`. */
export interface Template {
  render(bindings: Bindings): string;
}

const HOLE = /\{\{(.*?)\}\}/gs;

/** Compiles a template; throws CelError when an expression in it does not compile. */
export function compileTemplate(environment: Environment, text: string): Template {
  const parts: (string | Program)[] = [];
  let end = 0;
  for (const match of text.matchAll(HOLE)) {
    parts.push(text.slice(end, match.index), compile(environment, (match[1] ?? '').trim()));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return {
    render: bindings => {
      let rendered = '';
      for (const part of parts) rendered += typeof part === 'string' ? part : showValue(part.evaluate(bindings));
      return rendered;
    },
  };
}

/** Text as it is, lists joined by commas: messages are read by people. */
function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  return formatValue(value as Parameters<typeof formatValue>[0]);
}
