import { type ContentDocument, readDocuments } from '../content.ts';
import type { GeneratedFile } from '../generated-file.ts';

/** The compiled catalogue that apps carry: every document of content/ in one file per kind, one line each, sorted by id; the examples apart. */
export function generate(root: string): GeneratedFile[] {
  const policies = readDocuments(root, 'policies');
  const standards = readDocuments(root, 'standards').map(standard => joinPolicies(standard, policies));
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

interface Control {
  readonly id: string;
  readonly policies?: readonly string[];
}

/** A control is decided by the policies that it lists and by those that name it: adding a policy edits no standard. */
function joinPolicies(standard: ContentDocument, policies: readonly ContentDocument[]): object {
  const { like } = standard.value as { readonly like?: string };
  const names = [standard.id, ...(like === undefined ? [] : [like])];
  const named = (control: string): string[] =>
    policies.filter(policy => names.some(name => listNamed(policy, name).includes(control))).map(policy => policy.id);
  const controls = (standard.value['controls'] as readonly Control[]).map(control => ({
    ...control,
    policies: [...new Set([...(control.policies ?? []), ...named(control.id)])],
  }));
  return { ...standard.value, controls };
}

function listNamed(policy: ContentDocument, standard: string): readonly string[] {
  return (policy.value['standards'] as Readonly<Record<string, readonly string[]>> | undefined)?.[standard] ?? [];
}
