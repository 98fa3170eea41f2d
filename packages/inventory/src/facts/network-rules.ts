import { defineFacts } from '../fact.ts';
import { listPodPeers, selectsAnything } from '../joins/network-peers.ts';
import { allowsAll, type Direction, listRules } from '../joins/network-rules.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const listOpen = (policy: InventoryObject, direction: Direction): readonly string[] =>
  listRules(policy, direction)
    .filter(allowsAll)
    .map(rule => formatSteps(rule.path));

export const facts = defineFacts<InventoryObject>('Network', {
  openIngressRules: {
    type: 'list(string)',
    doc: 'Paths of the rules that let everything in: neither peers nor ports',
    source: 'spec.ingress',
    native:
      "size(object.?spec.?policyTypes.orValue([])) == 0 || 'Ingress' in object.spec.policyTypes ? object.?spec.?ingress.orValue([]).transformList(i, r, size(r.?from.orValue([])) == 0 && size(r.?ports.orValue([])) == 0, 'spec.ingress[' + string(i) + ']') : []",
    get: n => listOpen(n, 'ingress'),
  },
  openEgressRules: {
    type: 'list(string)',
    doc: 'Paths of the rules that let everything out: no ports, and no peers or a block of one whole address family',
    source: 'spec.egress',
    native:
      "size(object.?spec.?policyTypes.orValue([])) == 0 || 'Egress' in object.spec.policyTypes ? object.?spec.?egress.orValue([]).transformList(i, r, size(r.?ports.orValue([])) == 0 && (size(r.?to.orValue([])) == 0 || r.to.exists(p, p.?ipBlock.?cidr.orValue('').endsWith('/0') && size(p.ipBlock.?except.orValue([])) == 0)), 'spec.egress[' + string(i) + ']') : []",
    get: n => listOpen(n, 'egress'),
  },
  emptyPeers: {
    type: 'list(string)',
    doc: 'Paths of the peers whose pod selector takes no workload of the set',
    source: 'peers against pod template labels, in the namespaces that they name',
    get: (n, inventory) =>
      listPodPeers(n)
        .filter(peer => !selectsAnything(inventory, peer))
        .map(peer => formatSteps(peer.path)),
  },
});
