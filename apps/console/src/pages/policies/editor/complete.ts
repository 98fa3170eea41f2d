import type { Answer, facts } from '@breakwater/api';
import { REASONS, SEVERITIES, STAGES } from '@breakwater/model';
import type { Suggestions } from '../../../ui/CodeEditor.tsx';

export type Reference = Answer<typeof facts.endpoints.get>;
type Option = Suggestions['options'][number];

/** Values of keys that take one of a few words. */
const WORDS: Readonly<Record<string, readonly string[]>> = { severity: SEVERITIES, reason: REASONS, stages: STAGES };

/** Facts stand before what every list or text has. */
const BEHIND = -50;

/** Macros and methods of CEL that expressions over facts need most. */
const METHODS: readonly Option[] = [
  ['exists(x, )', 'list → bool'],
  ['all(x, )', 'list → bool'],
  ['filter(x, )', 'list → list'],
  ['map(x, )', 'list → list'],
  ['size()', 'int'],
  ['startsWith()', 'string → bool'],
  ['endsWith()', 'string → bool'],
  ['contains()', 'string → bool'],
  ['matches()', 'string → bool'],
].map(([label = '', detail = '']) => ({ label, detail, info: '', boost: BEHIND }));

/** Real chains are shorter; the rest is somebody leaning on the keyboard. */
const MAX_STEPS = 12;

/** What may stand at the cursor: keys of a policy, words of a key, or facts below what was written. */
export function suggest(reference: Reference, before: string, all: string): Suggestions | undefined {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const key = /^\w*$/.exec(line)?.[0];
  if (key !== undefined) return { length: key.length, options: reference.keys.map(toKeyOption) };
  const named = /^(\w+): (?:\[?(?:\w+, )*)(\w*(?:-\w*)*)$/.exec(line);
  const words = listWords(reference, named?.[1]);
  if (words !== undefined) return { length: (named?.[2] ?? '').length, options: words };
  const chain = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\.)?(\w*)$/.exec(before);
  const [, path = '', word = ''] = chain ?? [];
  const variables = listVariables(reference, readTarget(all));
  if (path === '') return { length: word.length, options: [...variables.map(toVariableOption), ...listFunctions(reference)] };
  const type = resolve(reference, new Map(variables.map(({ name, type: of }) => [name, of])), path.slice(0, -1), before);
  return { length: word.length, options: type === undefined ? METHODS : [...listMembers(reference, type), ...METHODS] };
}

/** What one evaluation judges, as the text says so far. */
export function readTarget(text: string): string | undefined {
  return /^target: *["']?([\w-]+)/m.exec(text)?.[1];
}

/** What the policy is called, as the text says so far. */
export function readId(text: string): string | undefined {
  return /^id: *["']?([\w-]+)/m.exec(text)?.[1];
}

function listVariables({ targets }: Reference, target: string | undefined): Reference['targets'][number]['variables'] {
  return [
    ...(targets.find(({ name }) => name === target)?.variables ?? []),
    { name: 'params', type: 'Params' },
    { name: 'variables', type: 'Variables' },
  ];
}

function listWords({ targets }: Reference, key: string | undefined): readonly Option[] | undefined {
  if (key === 'target') return targets.map(({ name, doc }) => ({ label: name, detail: '', info: doc }));
  return key === undefined ? undefined : WORDS[key]?.map(label => ({ label, detail: '', info: '' }));
}

/** A type, and the part of a dotted fact that was written already. */
interface Point {
  readonly type: string;
  readonly prefix: string;
}

/** Where a chain of names leads; also from the variable of a macro, whose list stands before it. */
function resolve(reference: Reference, variables: ReadonlyMap<string, string>, path: string, before: string, depth = 0): Point | undefined {
  const [first = '', ...steps] = path.split('.');
  if (depth > MAX_STEPS || steps.length > MAX_STEPS) return undefined;
  const type = variables.get(first) ?? findElement(reference, variables, first, before, depth);
  return type === undefined
    ? undefined
    : steps.reduce<Point | undefined>((point, step) => follow(reference, point, step), { type, prefix: '' });
}

function follow({ facts: all }: Reference, point: Point | undefined, step: string): Point | undefined {
  if (point === undefined) return undefined;
  const name = `${point.prefix}${step}`;
  const fact = all.find(candidate => candidate.subject === point.type && candidate.name === name);
  if (fact !== undefined) return { type: fact.type, prefix: '' };
  return all.some(candidate => candidate.subject === point.type && candidate.name.startsWith(`${name}.`))
    ? { type: point.type, prefix: `${name}.` }
    : undefined;
}

/** `m` of `container.mounts.exists(m, …` is one of these. */
function findElement(
  reference: Reference,
  variables: ReadonlyMap<string, string>,
  name: string,
  before: string,
  depth: number,
): string | undefined {
  const macro = new RegExp(`([A-Za-z_][\\w.]{0,200})\\.(?:exists|exists_one|all|filter|map)\\(\\s*${name}\\s*,`, 'g');
  const list = [...before.matchAll(macro)].at(-1)?.[1];
  const point = list === undefined ? undefined : resolve(reference, variables, list, '', depth + 1);
  return /^list\((.*)\)$/.exec(point?.type ?? '')?.[1];
}

/** The next step of each fact that begins so, each once. */
function listMembers({ facts: all }: Reference, { type, prefix }: Point): readonly Option[] {
  const members = new Map<string, Option>();
  for (const fact of all) {
    if (fact.subject !== type || !fact.name.startsWith(prefix)) continue;
    const rest = fact.name.slice(prefix.length);
    const [label = ''] = rest.split('.');
    members.set(
      label,
      rest === label ? { label, detail: fact.type, info: fact.doc } : (members.get(label) ?? { label, detail: '…', info: '' }),
    );
  }
  return [...members.values()].toSorted((a, b) => (a.label < b.label ? -1 : 1));
}

function listFunctions({ functions }: Reference): readonly Option[] {
  const names = new Map(functions.map(({ name, doc, example }) => [name, { label: name, detail: 'function', info: `${doc}\n${example}` }]));
  return [...names.values()];
}

function toKeyOption({ name, doc, required }: Reference['keys'][number]): Option {
  return { label: name, detail: required ? '*' : '', info: doc };
}

function toVariableOption({ name, type }: { readonly name: string; readonly type: string }): Option {
  return { label: name, detail: type, info: '' };
}
