import { splitList } from '../../format/split-list.ts';

/** A parameter as people type it: lists by comma, everything else as it is; JSON for what has no simple form. */
export function renderParam(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string' && !item.includes(',')))
    return value.join(', ');
  return value === undefined ? '' : JSON.stringify(value);
}

export type ParamOutcome = { readonly value: unknown } | { readonly problem: 'whole-number' | 'number' | 'true-or-false' | 'json' };

/** Reads what was typed by the CEL type of the parameter; the server has the last word. */
export function parseParam(text: string, type: string): ParamOutcome {
  const trimmed = text.trim();
  if (type === 'string') return { value: text };
  if (type === 'bool') return /^(?:true|false)$/.test(trimmed) ? { value: trimmed === 'true' } : { problem: 'true-or-false' };
  if (type === 'int' || type === 'uint') return /^-?\d+$/.test(trimmed) ? { value: Number(trimmed) } : { problem: 'whole-number' };
  if (type === 'double') return trimmed !== '' && Number.isFinite(Number(trimmed)) ? { value: Number(trimmed) } : { problem: 'number' };
  if (type === 'list(string)' && !trimmed.startsWith('[')) {
    return { value: splitList(trimmed) };
  }
  try {
    return { value: JSON.parse(trimmed) };
  } catch {
    return { problem: 'json' };
  }
}
