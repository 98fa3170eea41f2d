import { type ContentDocument, readDocuments } from '../content.ts';
import type { GeneratedFile } from '../generated-file.ts';

/** The compiled catalogue that apps carry: every document of content/ in one file per kind, one line each, sorted by id; the examples apart. */
export function generate(root: string): GeneratedFile[] {
  const policies = readDocuments(root, 'policies');
  const joined = readDocuments(root, 'standards').map(standard => joinPolicies(standard, policies));
  const cis = joined.find(({ id }) => id === BORROWED)?.controls ?? [];
  const standards = joined.map(standard => ({ ...standard, controls: standard.controls.map(control => borrow(control, cis)) }));
  return [
    toFile(
      'policies',
      policies.map(policy => withoutExamples(policy.value)),
    ),
    toFile(
      'examples',
      policies.map(({ id, value }) => ({ id, ...(value['examples'] as object) })),
    ),
    toFile('standards', standards),
  ];
}

function toFile(kind: string, values: readonly object[]): GeneratedFile {
  const lines = values.map(value => JSON.stringify(value));
  return { path: `content/${kind}.generated.json`, content: lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n` };
}

/** Examples are for people and tests; what only judges does not load them. */
function withoutExamples(value: Readonly<Record<string, unknown>>): object {
  const { examples: _examples, ...rest } = value;
  return rest;
}

/** The standard whose controls others refer to by `as`. */
const BORROWED = 'cis-1.12';

interface Control {
  readonly id: string;
  readonly policies?: readonly string[];
  readonly checks?: readonly string[];
  readonly probes?: readonly string[];
  readonly as?: readonly string[];
}

interface Joined {
  readonly id: string;
  readonly controls: readonly Control[];
}

/** A control that says the same as others is decided by what decides them. */
function borrow({ as, ...control }: Control, from: readonly Control[]): Control {
  if (as === undefined) return control;
  const found = as.flatMap(pattern => {
    const meant = from.filter(({ id }) => isMeant(id, pattern));
    if (meant.length === 0) throw new Error(`control ${control.id}: '${pattern}' names no control of ${BORROWED}`);
    return meant;
  });
  const checks = [...new Set([...(control.checks ?? []), ...found.flatMap(one => one.checks ?? [])])];
  const policies = [...new Set([...(control.policies ?? []), ...found.flatMap(one => one.policies ?? [])])];
  const probes = [...new Set([...(control.probes ?? []), ...found.flatMap(one => one.probes ?? [])])];
  return { ...control, ...(checks.length === 0 ? {} : { checks }), ...(probes.length === 0 ? {} : { probes }), policies };
}

/** `5.1.x` is every control of 5.1, `1.2.16-19` those from 16 to 19. */
function isMeant(id: string, pattern: string): boolean {
  if (pattern.endsWith('.x')) return id.startsWith(pattern.slice(0, -1));
  const [, group = '', first = '', last = ''] = /^(.*\.)(\d+)-(\d+)$/.exec(pattern) ?? [];
  if (group === '') return id === pattern;
  const number = id.startsWith(group) ? Number(id.slice(group.length)) : Number.NaN;
  return number >= Number(first) && number <= Number(last);
}

/** A control is decided by the policies that it lists and by those that name it: adding a policy edits no standard. */
function joinPolicies(standard: ContentDocument, policies: readonly ContentDocument[]): Joined {
  const { like } = standard.value as { readonly like?: string };
  const names = [standard.id, ...(like === undefined ? [] : [like])];
  const named = (control: string): string[] =>
    policies
      .filter(isOfSetUp)
      .filter(policy => names.some(name => listNamed(policy, name).includes(control)))
      .map(policy => policy.id);
  const controls = (standard.value['controls'] as readonly Control[]).map(control => ({
    ...control,
    policies: [...new Set([...(control.policies ?? []), ...named(control.id)])],
  }));
  return { ...standard.value, id: standard.id, controls };
}

/** Events show what happens, not how a cluster is set up: that none was seen makes no control pass. */
function isOfSetUp({ value }: ContentDocument): boolean {
  return value['target'] !== 'event';
}

function listNamed(policy: ContentDocument, standard: string): readonly string[] {
  return (policy.value['standards'] as Readonly<Record<string, readonly string[]>> | undefined)?.[standard] ?? [];
}
