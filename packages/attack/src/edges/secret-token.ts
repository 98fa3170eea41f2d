import type { Connection, StructureEdge } from '../edge.ts';
import { ANY_USER, accountNode, groupNode, type NodeReference, secretNode } from '../graph/node.ts';
import type { SecretPart } from '../model/parts.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'secret-token',
  number: 'E8',
  doc: 'The Secret is a credential by its type or the name of a key: token of a service account, bootstrap token, kubeconfig',
  cost: 1,
  reads: ['secrets'],
  *list({ secrets }) {
    for (const secret of secrets) {
      const credential = findCredential(secret);
      if (credential === undefined) continue;
      const name = `Secret ${secret.namespace}/${secret.name}`;
      yield {
        from: secretNode(secret.namespace, secret.name),
        to: credential.to,
        because: () => `${name} ${credential.because}`,
        cuts: [{ change: `delete ${name}`, weight: 2 }],
        weakened: credential.weakened,
      } satisfies Connection;
    }
  },
};

interface Credential {
  readonly to: NodeReference;
  readonly because: string;
  readonly weakened: readonly string[];
}

/** Types and names of keys only: values are never looked at. */
function findCredential({ namespace, type, keys, account }: SecretPart): Credential | undefined {
  if (account !== '') {
    return {
      to: accountNode(namespace, account),
      because: `holds a token of ServiceAccount ${namespace}/${account} that does not end`,
      weakened: [],
    };
  }
  if (type === 'bootstrap.kubernetes.io/token') {
    return {
      to: groupNode('system:nodes'),
      because: 'is a bootstrap token, which makes nodes',
      weakened: ['the Node authorizer limits nodes'],
    };
  }
  const key = keys.find(each => /^(?:kubeconfig|config\.kubeconfig|admin\.conf|.+\.kubeconfig)$/.test(each));
  if (key === undefined) return undefined;
  return { to: ANY_USER, because: `has a key ${key}, named as a kubeconfig`, weakened: ['which user it is was not looked at'] };
}
