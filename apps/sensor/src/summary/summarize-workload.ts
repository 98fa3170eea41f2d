import type { Inventory, InventoryObject, Workload } from '@breakwater/inventory';
import { toRecord, toRecords, toText } from '@breakwater/inventory';
import type { WorkloadSummary } from '@breakwater/model';
import { type Result, SEVERITIES } from '@breakwater/model';
import { scoreRisk } from '@breakwater/risk';
import { listContainerSettings } from './container-settings.ts';
import { summarizeExposure } from './exposure.ts';
import { findOwner } from './owner.ts';
import { summarizePermissions } from './permissions.ts';
import { listPodSettings } from './pod-settings.ts';
import { listPrivileges } from './privileges.ts';
import { isBoolean, isList, isText, readFact } from './read-fact.ts';
import { listSecrets } from './secrets.ts';
import { listVolumes } from './volumes.ts';

/** What is known of a workload without its running pods; those are joined by `joinPods`. */
export type StaticSummary = Omit<WorkloadSummary, 'podCount' | 'pods'>;

/** Everything that is joined to a workload, from facts, with its risk. */
export function summarizeWorkload(workload: Workload, inventory: Inventory, results: readonly Result[]): StaticSummary {
  const { object, pod } = workload;
  const exposure = summarizeExposure(workload, inventory);
  const { powers, ...serviceAccount } = summarizePermissions(workload, inventory);
  const secrets = listSecrets(workload);
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    uid: object.uid,
    labels: object.labels,
    owner: findOwner(workload, inventory),
    createdAt: toText(object.metadata['creationTimestamp']),
    ...(workload.replicas === undefined ? {} : { replicas: workload.replicas }),
    containers: pod.containers.map(container => ({
      name: container.name,
      type: container.kind,
      image: readFact('Container.image', container, inventory, isText) ?? '',
      digests: [],
      settings: [...listContainerSettings(container, inventory)],
      ports: listPorts(container.raw['ports']),
    })),
    settings: [...listPodSettings(workload, inventory)],
    ...exposure,
    networkPolicies: summarizePolicies(workload, inventory),
    serviceAccount,
    secrets,
    configMaps: [...(readFact('Workload.configMapNames', workload, inventory, isList<string>) ?? [])],
    volumes: listVolumes(workload, inventory),
    risk: scoreWorkload(workload, inventory, { exposure, powers, secrets: secrets.map(({ name }) => name), results }),
  };
}

function listPorts(ports: unknown): WorkloadSummary['containers'][number]['ports'] {
  return toRecords(ports).flatMap(port => {
    const number = toRecord(port)['containerPort'];
    if (!Number.isSafeInteger(number)) return [];
    return [{ name: toText(port['name']), port: number as number, protocol: toText(port['protocol']) || 'TCP' }];
  });
}

function summarizePolicies(workload: Workload, inventory: Inventory): WorkloadSummary['networkPolicies'] {
  const policies = readFact('Workload.isolation.policies', workload, inventory, isList<InventoryObject>) ?? [];
  return {
    ingress: readFact('Workload.isolation.ingress', workload, inventory, isBoolean) ?? false,
    egress: readFact('Workload.isolation.egress', workload, inventory, isBoolean) ?? false,
    names: [...new Set(policies.map(({ kind, name }) => `${kind} ${name}`))],
  };
}

interface RiskParts {
  readonly exposure: Pick<WorkloadSummary, 'exposure' | 'exposedBy'>;
  readonly powers: ReturnType<typeof summarizePermissions>['powers'];
  readonly secrets: readonly string[];
  readonly results: readonly Result[];
}

function scoreWorkload(
  workload: Workload,
  inventory: Inventory,
  { exposure, powers, secrets, results }: RiskParts,
): WorkloadSummary['risk'] {
  const count = (severity: string, state: string): number =>
    results.filter(result => result.severity === severity && result.state === state).length;
  const { score, reasons } = scoreRisk({
    ...exposure,
    privileges: listPrivileges(workload, inventory),
    violations: SEVERITIES.map(severity => ({ severity, open: count(severity, 'fail'), accepted: count(severity, 'accepted') })),
    powers,
    secrets: [...new Set(secrets)],
  });
  return { score, reasons: [...reasons] };
}
