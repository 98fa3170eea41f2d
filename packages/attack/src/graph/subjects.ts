import { type Binding, completeSubject, type Subject } from '@breakwater/rbac';
import { accountNode, groupNode, type NodeReference, toUserOrAccount } from './node.ts';

const known = new WeakMap<Binding, readonly NodeReference[]>();

/** Nodes of the subjects of a binding, each once. A service account without a namespace is nobody, as is a kind that does not exist. */
export function listSubjectNodes(binding: Binding): readonly NodeReference[] {
  const found = known.get(binding) ?? [...new Map(binding.subjects.flatMap(subject => toEntry(subject, binding))).values()];
  known.set(binding, found);
  return found;
}

export const ACCOUNT = 'ServiceAccount ';

const knownKeys = new WeakMap<Binding, readonly string[]>();

/** The service accounts among the subjects of a binding, as `namespace/name`. */
export function listAccountKeys(binding: Binding): readonly string[] {
  const found =
    knownKeys.get(binding) ??
    listSubjectNodes(binding).flatMap(({ name }) => (name.startsWith(ACCOUNT) ? [name.slice(ACCOUNT.length)] : []));
  knownKeys.set(binding, found);
  return found;
}

function toEntry(subject: Subject, { namespace }: Binding): readonly (readonly [string, NodeReference])[] {
  const node = toSubjectNode(completeSubject(subject, namespace));
  return node === undefined ? [] : [[node.name, node]];
}

function toSubjectNode({ kind, namespace, name }: Subject): NodeReference | undefined {
  if (kind === 'User') return toUserOrAccount(name);
  if (kind === 'Group') return groupNode(name);
  return kind === 'ServiceAccount' && namespace !== '' ? accountNode(namespace, name) : undefined;
}
