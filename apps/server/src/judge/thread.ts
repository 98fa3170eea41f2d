import { parentPort } from 'node:worker_threads';
import { Inventory } from '@breakwater/inventory';
import { toErrorMessage } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { checkPolicy, compareRegimes, createPodSecurity, NEWEST_MINOR, type PodSecurity, type Regime } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue/catalogue.ts';
import type { Answer, Command, CompareCommand, PlainRegime } from './messages.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Made when a policy asks for it. */
let podSecurity: PodSecurity | undefined;
let objects: Raw[] = [];
/** Why an object could not be read; told with the comparison, so that each question has one answer. */
let fault: unknown;

function readPodSecurity(): PodSecurity {
  podSecurity ??= createPodSecurity(findStandard('pod-security'), builtInPolicies);
  return podSecurity;
}

function answer(command: Command): Answer | undefined {
  if (command.type === 'check')
    return { type: 'check', check: checkPolicy(command.text, { podSecurity: readPodSecurity, createReach: createNetworkReach }) };
  if (command.type === 'compare') return compare(command);
  take(command.texts);
  return undefined;
}

function take(texts: readonly string[]): void {
  try {
    for (const text of texts) objects.push(JSON.parse(text) as Raw);
  } catch (cause) {
    fault ??= cause;
  }
}

function compare({ cluster, kubeMinor, complete, before, after, language, milliseconds }: CompareCommand): Answer {
  const end = performance.now() + milliseconds;
  const [sources, unread] = [objects.map(value => ({ value })), fault];
  [objects, fault] = [[], undefined];
  if (unread !== undefined) throw unread;
  const inventory: Inventory = new Inventory(sources, {
    cluster,
    kubeMinor: Number.isNaN(kubeMinor) ? NEWEST_MINOR : kubeMinor,
    complete,
    namespace: 'default',
    listPodSecurityViolations: (workload, level) => readPodSecurity().listViolations(inventory, workload, level),
    createReach: createNetworkReach,
  });
  const comparison = compareRegimes({
    inventory,
    before: toRegime(before),
    after: toRegime(after),
    now: new Date().toISOString(),
    language,
    isLate: () => performance.now() > end,
  });
  return { type: 'compare', comparison };
}

function toRegime({ selection, ...rest }: PlainRegime): Regime {
  return { ...rest, selection: { ids: new Set(selection.ids), params: selection.params } };
}

parentPort?.on('message', (command: Command) => {
  try {
    const found = answer(command);
    if (found !== undefined) parentPort?.postMessage(found);
  } catch (cause) {
    parentPort?.postMessage({ type: 'failure', message: toErrorMessage(cause) } satisfies Answer);
  }
});
