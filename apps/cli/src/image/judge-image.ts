import { type ImageContent, Inventory } from '@breakwater/inventory';
import type { Exception, PolicyDefinition, Problem } from '@breakwater/model';
import { CompiledPolicy, createExceptionBook, evaluate, isOfImageContent, type Language, NEWEST_MINOR } from '@breakwater/policy';
import type { Report } from '@breakwater/report';
import { builtInPolicies } from '../catalogue.ts';
import { findPolicy, toReport } from '../check/judge.ts';

export interface JudgeImageOptions {
  /** Only these; empty for those that need no rule of one's own. */
  readonly policies: readonly string[];
  readonly ownPolicies: readonly PolicyDefinition[];
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly exceptions: readonly Exception[];
  readonly language: Language;
  readonly keepPassing: boolean;
}

/** Judges what was read of an image by the policies over the contents of images. Throws PolicyError for one that does not exist. */
export function judgeImage(
  reference: string,
  name: string,
  content: ImageContent,
  problems: readonly Problem[],
  options: JudgeImageOptions,
): Report {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'image', image: reference }] } };
  const inventory = new Inventory([{ value: pod, locate: () => ({ file: name, line: 1, column: 1 }) }], {
    cluster: `file:${name}`,
    kubeMinor: NEWEST_MINOR,
    complete: false,
    namespace: '',
    readImage: () => content,
  });
  const policies = selectPolicies(options);
  const exceptions = createExceptionBook(
    options.exceptions.map(exception => ({ exception })),
    new Date().toISOString(),
  );
  const { language, keepPassing } = options;
  const evaluation = evaluate(inventory, policies, { language, keepPassing, exceptions });
  return toReport({ evaluation, inventory, policies: policies.length, problems: [] }, { files: 1, documents: 0, problems });
}

/** Policies of the reason `local` are rules of one's own: they take part when they are named or given parameters. */
function selectPolicies({ policies, ownPolicies, params }: JudgeImageOptions): readonly CompiledPolicy[] {
  const own = new Set(ownPolicies.map(({ id }) => id));
  const known = [...builtInPolicies.filter(({ id }) => !own.has(id)), ...ownPolicies];
  if (policies.length > 0) return policies.map(id => new CompiledPolicy(findPolicy(id, known), params[id]));
  return known
    .filter(isOfImageContent)
    .filter(({ id, reason }) => reason !== 'local' || own.has(id) || Object.hasOwn(params, id))
    .map(policy => new CompiledPolicy(policy, params[policy.id]));
}
