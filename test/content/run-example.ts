import { Inventory } from '@breakwater/inventory';
import type { Policy, PolicyExample, Result, Standard } from '@breakwater/model';
import { CompiledPolicy, createPodSecurity, evaluate, parseMinor } from '@breakwater/policy';

const NEWEST_MINOR = 37;

/** Judges the objects of one example by its policy alone; every state but not-applicable of the policy is in the answer. */
export function runExample(
  policy: Policy,
  example: PolicyExample,
  catalogue: readonly Policy[],
  podSecurityStandard: Standard,
): readonly Result[] {
  const inventory: Inventory = new Inventory(
    example.objects.map(value => ({ value })),
    {
      cluster: 'file:example',
      kubeMinor: example.kubeVersion === undefined ? NEWEST_MINOR : parseMinor(example.kubeVersion),
      complete: example.complete !== false,
      namespace: '',
      readImageEnvironment: () => example.imageEnvironment,
      listPodSecurityViolations: (workload, level) =>
        createPodSecurity(podSecurityStandard, catalogue).listViolations(inventory, workload, level),
    },
  );
  return evaluate(inventory, [new CompiledPolicy(policy, example.params)], { keepPassing: true }).results;
}

/** What is wrong with an example: empty when it shows what it says. */
export function explainExample(results: readonly Result[], example: PolicyExample, kind: 'comply' | 'violate'): string {
  const failed = results.filter(result => result.state === 'fail');
  const others = results.filter(result => result.state !== 'fail');
  const broken = results.find(result => result.state === 'error');
  if (broken !== undefined) return broken.message;
  if (kind === 'comply') {
    const wanted = example.state ?? 'pass';
    if (failed.length > 0) return `expected to comply, but: ${failed.map(result => result.message).join(' | ')}`;
    return others.some(result => result.state === wanted)
      ? ''
      : `expected state ${wanted}, got ${others.map(result => result.state).join(', ') || 'nothing to judge'}`;
  }
  if (failed.length === 0)
    return `expected a violation, got ${others.map(result => `${result.state} (${result.message})`).join(', ') || 'nothing to judge'}`;
  const messages = failed.map(result => result.message);
  if (example.messages !== undefined && JSON.stringify(messages) !== JSON.stringify(example.messages))
    return `messages are ${JSON.stringify(messages)}`;
  return '';
}
