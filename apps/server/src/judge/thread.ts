import { parentPort } from 'node:worker_threads';
import { Inventory, toRecord, toText } from '@breakwater/inventory';
import { toErrorMessage } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import {
  checkPolicy,
  compareRegimes,
  createPodSecurity,
  judgeReview,
  NEWEST_MINOR,
  type PodSecurity,
  type Regime,
} from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue/catalogue.ts';
import type { Answer, Command, CompareCommand, PlainRegime, ReviewCommand } from './messages.ts';

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
  if (command.type === 'review') return review(command);
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

/** Each object with its namespace alone, as an API server would show it to a policy. */
function review({ cluster, kubeMinor, regime, namespaces, language, milliseconds }: ReviewCommand): Answer {
  const end = performance.now() + milliseconds;
  const [asked, unread] = [objects, fault];
  [objects, fault] = [[], undefined];
  if (unread !== undefined) throw unread;
  const byName = new Map(
    namespaces.map(text => JSON.parse(text) as Raw).map(value => [toText(toRecord(value['metadata'])['name']), value]),
  );
  const now = new Date().toISOString();
  const judge = toRegime(regime);
  const refused: { index: number; message: string }[] = [];
  let [judged, undecided] = [0, 0];
  for (const [index, value] of asked.entries()) {
    if (performance.now() > end) break;
    judged += 1;
    const namespace = byName.get(toText(toRecord(value['metadata'])['namespace']));
    const inventory: Inventory = new Inventory([{ value }, ...(namespace === undefined ? [] : [{ value: namespace }])], {
      cluster,
      kubeMinor: Number.isNaN(kubeMinor) ? NEWEST_MINOR : kubeMinor,
      complete: false,
      namespace: 'default',
      listPodSecurityViolations: (workload, level) => readPodSecurity().listViolations(inventory, workload, level),
      createReach: createNetworkReach,
    });
    const verdict = judgeReview(inventory, judge, { now, language });
    if (verdict.messages[0] !== undefined) refused.push({ index, message: verdict.messages[0] });
    else if (verdict.isUndecided) undecided += 1;
  }
  return { type: 'review', outcome: { refused, judged, undecided } };
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
