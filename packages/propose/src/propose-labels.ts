import { type Inventory, type Raw, toRecord, toTextMap } from '@breakwater/inventory';
import {
  ENFORCE_LABEL,
  judgeLevel,
  type PodSecurity,
  readEnforcedLevel,
  STANDARD_LEVELS,
  type StandardLevel,
  type Standing,
} from '@breakwater/policy';
import { type Proposal, shorten } from './proposal.ts';

const PREFIX = 'pod-security.kubernetes.io';
/** kubectl's copy of the object, and what the API server sets by itself. */
const LEFT_OUT = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'kubernetes.io/metadata.name']);

/** What decides on the labels of a namespace. */
export interface LabelCase {
  readonly inventory: Inventory;
  readonly podSecurity: PodSecurity;
  /** Whether all of what was given could be read: what was not may break any level. */
  readonly isWhole: boolean;
}

/** The Namespace with the strictest label that refuses none of its workloads; a label that is stricter already stays. */
export function proposeLabels(namespace: string, { inventory, podSecurity, isWhole }: LabelCase): Proposal {
  const known = inventory.find('Namespace', '', namespace);
  const metadata = toRecord(known?.raw['metadata']);
  const labels = keep(metadata['labels']);
  const workloads = inventory.listWorkloads(namespace).map(workload => ({
    name: `${workload.object.kind} ${workload.object.name}`,
    ...judgeLevel(podSecurity, inventory, workload),
  }));
  const passing = strictest(workloads.map(({ level }) => level));
  const enforced = readEnforcedLevel(labels);
  const level = isWhole ? stricter(passing, enforced ?? 'privileged') : enforced;
  const version = `v1.${inventory.options.kubeMinor}`;
  const proposed = {
    ...labels,
    ...(level === undefined ? {} : { [ENFORCE_LABEL]: level }),
    ...(!isWhole || level !== passing ? {} : { [`${PREFIX}/enforce-version`]: version }),
    [`${PREFIX}/warn`]: 'restricted',
    [`${PREFIX}/audit`]: 'restricted',
  };
  const annotations = keep(metadata['annotations']);
  const kept = Object.keys(annotations).length === 0 ? {} : { annotations };
  const object: Raw = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: proposed, ...kept } };
  const because = [
    ...(isWhole ? describeLevel(workloads, passing, enforced) : [NOT_WHOLE]),
    'warn and audit: what restricted would not admit is told to whoever applies it and written to the audit log, and runs all the same',
    known === undefined
      ? 'the Namespace is not among what was read: add its other labels, or set these by kubectl label'
      : 'its other labels and annotations stay',
  ];
  return { namespace, object, because };
}

const NOT_WHOLE =
  'enforce: not proposed, since not everything could be read and what is missing might break it; put right what is told beside this and ask again';

type Judged = Standing & { readonly name: string };

function describeLevel(workloads: readonly Judged[], passing: StandardLevel, enforced: StandardLevel | undefined): readonly string[] {
  if (workloads.length === 0) return ['enforce: no workload runs in it, so the strictest level breaks none'];
  const next = STANDARD_LEVELS[STANDARD_LEVELS.indexOf(passing) + 1];
  const breaking = workloads
    .filter(({ level }) => level === passing)
    .map(
      ({ name, ...standing }) =>
        `${name} breaks ${next} on ${(next === 'baseline' ? standing.breaksBaseline : standing.breaksRestricted).join(', ')}`,
    );
  const blockers = next === undefined ? [] : shorten(breaking);
  if (enforced !== undefined && STANDARD_LEVELS.indexOf(enforced) > STANDARD_LEVELS.indexOf(passing))
    return [`enforce: stays ${enforced}, which is set already; new pods of some workloads are refused by it:`, ...blockers];
  if (next === undefined) return [`enforce: all of its workloads satisfy restricted`];
  return [`enforce: all of its workloads satisfy ${passing}; in the way of ${next}, to be mended first:`, ...blockers];
}

function strictest(levels: readonly StandardLevel[]): StandardLevel {
  return STANDARD_LEVELS[Math.min(STANDARD_LEVELS.length - 1, ...levels.map(level => STANDARD_LEVELS.indexOf(level)))] ?? 'privileged';
}

function stricter(a: StandardLevel, b: StandardLevel): StandardLevel {
  return STANDARD_LEVELS.indexOf(a) >= STANDARD_LEVELS.indexOf(b) ? a : b;
}

function keep(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(toTextMap(value)).filter(([key]) => !LEFT_OUT.has(key)));
}
