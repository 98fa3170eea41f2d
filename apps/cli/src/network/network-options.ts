import { ROW_FORMATS } from '@breakwater/report';
import type { ArgumentDefinition, OptionDefinition } from '../command.ts';

export const PATH_ARGUMENT: ArgumentDefinition = {
  name: 'path',
  doc: 'Files or folders with workloads, Services and policies, `-` for standard input',
  required: true,
  variadic: true,
};

/** Formats of answers that are rows, and of those that are a picture too. */
export const ANSWER_FORMATS = ['json', ...ROW_FORMATS] as const;
export const GRAPH_FORMATS = [...ANSWER_FORMATS, 'dot', 'svg'] as const;

export function toFormatOption(choices: readonly string[]): OptionDefinition {
  return { name: 'format', value: 'format', doc: 'How to write the answer', choices, default: 'table' };
}

export const FOCUS_OPTIONS: readonly OptionDefinition[] = [
  { name: 'from', value: 'end', doc: 'Only from this end: a workload as `shop/web` or `shop/web[Deployment]`, or an address' },
  { name: 'to', value: 'end', doc: 'Only to this end, named likewise' },
  { name: 'namespace', value: 'name', doc: 'Only connections that begin or end in this namespace' },
  { name: 'port', value: 'port', doc: 'Only this port, as `8080` or `53/UDP`' },
];
