import type { Event } from '@breakwater/model';
import { toVisible } from '../../format/command-line.ts';

/** Of an event, what it is about; each type has one of them. */
const PARTS = ['connect', 'accept', 'listen', 'dns', 'file', 'privilege', 'syscalls', 'audit', 'exit'] as const;
type Fact = readonly [name: string, value: string];

/** Names and values of what an event is about, texts on one line each; none where it is about its process. */
export function listEventFacts(event: Event): readonly Fact[] {
  return PARTS.flatMap(part => Object.entries(event[part] ?? {}).flatMap(([name, value]) => listFacts(name, value)));
}

function listFacts(name: string, value: unknown): readonly Fact[] {
  if (value === null || value === undefined) return [];
  if (isEnd(value)) return [[name, toEnd(value)]];
  if (Array.isArray(value)) return value.length === 0 ? [] : [[name, toVisible(value.map(String).join(', '))]];
  if (typeof value !== 'object') return [[name, toVisible(String(value))]];
  return Object.entries(value).map(([inner, one]) => [
    `${name}.${toVisible(inner)}`,
    toVisible(typeof one === 'string' ? one : JSON.stringify(one)),
  ]);
}

function isEnd(value: unknown): value is { readonly address: string; readonly port: number } {
  return typeof value === 'object' && value !== null && 'address' in value && 'port' in value;
}

function toEnd({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
