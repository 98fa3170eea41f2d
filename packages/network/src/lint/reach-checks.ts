import {
  coverRange,
  type InventoryObject,
  type IpRange,
  listServiceWorkloads,
  nameObject,
  parseIpRange,
  readPath,
  toRecords,
  toText,
} from '@breakwater/inventory';
import { findDns } from '../cluster/dns.ts';
import { type NetworkWorkload, nameWorkload } from '../cluster/read-cluster.ts';
import { ANY_POD } from '../connections/outside.ts';
import { decide } from '../evaluate/verdict.ts';
import { isIsolated } from '../exposure/list-exposures.ts';
import type { Direction } from '../policy/normal-form.ts';
import { BridgeFinder } from '../reach/bridges.ts';
import { toNamespaceLabels } from '../world.ts';
import type { LintCheck, LintContext, LintFinding } from './check.ts';
import { listSubjects } from './selector-checks.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;
const ALL = [0, 1, 2] as const;

/** What policies of a workload make together. */
export const REACH_CHECKS: readonly LintCheck[] = [
  ...DIRECTIONS.flatMap((direction): readonly LintCheck[] => [
    {
      id: `all-${direction}-blocked`,
      level: 'info',
      run: context => listWorkloads(context, direction, isBlocked, `nothing is allowed as its ${direction}`),
    },
    {
      id: `all-${direction}-allowed`,
      level: 'warning',
      run: context =>
        listWorkloads(context, direction, isOpen, `it is selected by policies, and still everything is allowed as its ${direction}`),
    },
  ]),
  dnsCheck('TCP'),
  dnsCheck('UDP'),
  {
    id: 'egress-to-everywhere',
    level: 'warning',
    run: context =>
      context.policies.flatMap(({ policy, object }) => {
        const allowing = (policy.egress ?? []).filter(({ action }) => action === 'Allow');
        const ranges = allowing
          .flatMap(({ peers = [] }) => peers)
          .flatMap(peer => (peer.kind === 'block' ? [peer.range] : peer.kind === 'networks' ? peer.ranges : []));
        return WHOLE.filter(({ range }) => coverRange(ranges, range)).map(({ text }) => ({
          subject: nameObject(object),
          object,
          path: ['spec', 'egress'],
          message: `its ranges together are ${text}, also where parts of it are taken out`,
        }));
      }),
  },
  {
    id: 'metadata-service-reachable',
    level: 'warning',
    run: context =>
      context.cluster.workloads.flatMap(({ name, pod, workload }) => {
        const reached = METADATA.filter(({ range }) => decide(context.rules, pod, { kind: 'outside', range }, HTTP).upstream === 'allowed');
        if (pod.hostNetwork || reached.length === 0) return [];
        return [
          {
            subject: name,
            object: workload.object,
            message: `may ask the metadata service of a cloud at ${reached.map(({ text }) => text).join(' and ')}`,
          },
        ];
      }),
  },
  { id: 'cross-namespace-bridge', level: 'warning', run: findBridges },
  {
    id: 'webhook-blocked',
    level: 'error',
    run: context =>
      listWebhookTargets(context).flatMap(({ object, entry }) =>
        isBlockedForNodes(context, entry)
          ? [
              {
                subject: entry.name,
                object: entry.workload.object,
                message: `serves ${nameObject(object)}, and no address outside of the cluster may reach it: the API server does not come from a pod`,
              },
            ]
          : [],
      ),
  },
  {
    id: 'enforcement-unknown',
    level: 'info',
    run: ({ cluster, policies }) => {
      const names = cluster.workloads.filter(({ pod }) => pod.hostNetwork).map(({ name }) => name);
      if (policies.length === 0 || names.some(name => ENFORCERS.test(name))) return [];
      return [
        {
          subject: 'cluster',
          message: 'no network plug-in that is known to enforce policies is in the set: whether they do anything could not be told',
        },
      ];
    },
  },
];

/** Workloads that network plug-ins run on every node. */
const ENFORCERS =
  /\/(?:calico-node|cilium|antrea-agent|kube-router|weave-net|ovnkube-node|aws-node|azure-npm|canal|kube-network-policies)\b/;

const HTTP = { protocol: 'TCP', port: 80 };
const WHOLE = readRanges('0.0.0.0/0', '::/0');
const METADATA = readRanges('169.254.169.254', 'fd00:ec2::254');

function readRanges(...texts: readonly string[]): readonly { readonly text: string; readonly range: IpRange }[] {
  return texts.flatMap(text => {
    const range = parseIpRange(text);
    return range === undefined ? [] : [{ text, range }];
  });
}

function listWorkloads(
  context: LintContext,
  direction: Direction,
  isWanted: (context: LintContext, entry: NetworkWorkload, direction: Direction) => boolean,
  message: string,
): readonly LintFinding[] {
  const isSelected = new Set(
    context.policies.flatMap(({ policy }) => (policy[direction] === undefined ? [] : listSubjects(context, policy))),
  );
  return context.cluster.workloads
    .filter(entry => isSelected.has(entry.pod) && !entry.pod.hostNetwork && isWanted(context, entry, direction))
    .map(({ name, workload }) => ({ subject: name, object: workload.object, message }));
}

/** Whether its own policies allow nothing, whoever the peer is. */
function isBlocked(context: LintContext, { pod }: NetworkWorkload, direction: Direction): boolean {
  const selecting = context.policies.filter(({ policy }) => listSubjects(context, policy).includes(pod));
  const rules = selecting.flatMap(({ policy }) => policy[direction] ?? []);
  const isUnion = selecting.some(({ policy }) => policy.tier === 'NetworkPolicy' && policy[direction] !== undefined);
  return isUnion && !rules.some(({ action }) => action === 'Allow');
}

/** Whether a pod that nobody knows, and every address, may use every port. */
function isOpen({ cluster, matrix }: LintContext, { pod }: NetworkWorkload, direction: Direction): boolean {
  const own = matrix.findClass(pod);
  const others = [...matrix.classes.keys()].filter(index => matrix.classes[index]?.end.kind === 'outside');
  const isWhole = (a: number, b: number): boolean => {
    const verdicts = matrix.list(a, b).filter(({ isAllowed }) => isAllowed);
    return verdicts.reduce((sum, { atom }) => sum + atom.to - atom.from + 1, 0) === ALL.length * 65_535;
  };
  return (
    cluster.policies.length > 0 &&
    [...others, matrix.findClass(ANY_POD)].every(index => (direction === 'ingress' ? isWhole(index, own) : isWhole(own, index)))
  );
}

function dnsCheck(protocol: 'TCP' | 'UDP'): LintCheck {
  return {
    id: `dns-blocked-${protocol.toLowerCase()}`,
    level: 'warning',
    run: context => {
      const { cluster, rules } = context;
      const dns = findDns(cluster);
      // kube-system has no other labels than its name in a set that does not hold it.
      const world = cluster.world.namespaces.has('kube-system')
        ? rules.world
        : { ...rules.world, namespaces: new Map([...rules.world.namespaces, ['kube-system', toNamespaceLabels('kube-system', {})]]) };
      const queries = dns.ports.filter(port => port.protocol === protocol);
      return cluster.workloads
        .filter(entry => isIsolated(cluster, entry, 'egress') && !dns.pods.includes(entry.pod))
        .filter(
          ({ pod }) =>
            !dns.pods.some(target => queries.some(query => decide({ ...rules, world }, pod, target, query).upstream === 'allowed')),
        )
        .map(({ name, workload }) => ({
          subject: name,
          object: workload.object,
          message: `may not ask ${dns.isKnown ? dns.pods.map(pod => pod.name).join(', ') : 'the DNS of the cluster (k8s-app=kube-dns in kube-system)'} for names over ${protocol}`,
        }));
    },
  };
}

/** A workload of a third namespace through which one reaches another that it does not reach itself. */
function findBridges({ cluster, matrix }: LintContext): readonly LintFinding[] {
  const finder = new BridgeFinder(cluster, matrix);
  return cluster.workloads.flatMap(entry => {
    const ways = finder.list(entry).map(({ from, to }) => `${from} → ${to}`);
    const message = `leads where there is no direct way: ${ways.join(', ')}`;
    return ways.length === 0 ? [] : [{ subject: entry.name, object: entry.workload.object, message }];
  });
}

const WEBHOOK_KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** Workloads behind the Services that webhooks of the API server name. */
function listWebhookTargets({ cluster }: LintContext): readonly { readonly object: InventoryObject; readonly entry: NetworkWorkload }[] {
  const { inventory, workloads } = cluster;
  return inventory.listKind(...WEBHOOK_KINDS).flatMap(object =>
    toRecords(object.raw['webhooks']).flatMap(webhook => {
      const [namespace, name] = ['namespace', 'name'].map(field => toText(readPath(webhook, 'clientConfig', 'service', field))) as [
        string,
        string,
      ];
      const service = inventory.find('Service', namespace, name);
      const names = new Set(
        service === undefined ? [] : listServiceWorkloads(inventory, service).map(workload => nameWorkload(workload.object)),
      );
      return workloads.filter(entry => names.has(entry.name)).map(entry => ({ object, entry }));
    }),
  );
}

function isBlockedForNodes({ matrix }: LintContext, { pod }: NetworkWorkload): boolean {
  const target = matrix.findClass(pod);
  const sources = [...matrix.classes.keys()].filter(index => matrix.classes[index]?.end.kind !== 'pod');
  return !sources.some(source => matrix.list(source, target).length > 0);
}
