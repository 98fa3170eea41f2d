import type { Binding } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import type { AttackModel } from '../model/attack-model.ts';
import { classifyWorkloads } from '../model/classify.ts';
import type { AccountPart, WorkloadClass } from '../model/parts.ts';
import { type NodeReference, workloadNode } from './node.ts';
import { ACCOUNT, listAccountKeys, listSubjectNodes } from './subjects.ts';

/** The worlds of one model, one after the other: what did not change stays the same value, so that its edges stay too. */
export class WorldSeries {
  readonly #model: AttackModel;
  readonly #assumedAccounts = new Map<string, AccountPart>();
  #before: AttackWorld | undefined;
  #versions: AttackModel['versions'] | undefined;

  constructor(model: AttackModel) {
    this.#model = model;
  }

  next({ toGrant }: Pick<AttackWorld, 'toGrant'>): AttackWorld {
    const model = this.#model;
    const [before, old, now] = [this.#before, this.#versions, { ...model.versions }];
    const bindings = old?.bindings === now.bindings && before !== undefined ? before.bindings : [...model.bindings.values()];
    const classes = old?.workloads === now.workloads && before !== undefined ? before.classes : classifyWorkloads(model);
    const accounts = this.#listAccounts(bindings);
    const users = keep(before?.users, listUsers(bindings, model.facts.subjects ?? []), ({ name }) => name);
    const isSameShape = before !== undefined && before.classes === classes;
    const world: AttackWorld = {
      kubeMinor: model.facts.kubeMinor,
      surroundings: model.surroundings,
      classes,
      accounts: keep(before?.accounts, [...accounts.values()]),
      secrets: keep(before?.secrets, [...model.secrets.values()]),
      namespaces: keep(before?.namespaces, listNamespaces(model, accounts.values(), bindings)),
      users,
      knowsWeaknesses: model.facts.weaknesses !== undefined,
      findPods: isSameShape ? before.findPods : indexPods(classes),
      toGrant,
      bindings,
      hasAccount: (namespace, name) => accounts.has(`${namespace}/${name}`),
      hasSecret: (namespace, name) => model.secrets.has(`${namespace}/${name}`),
      toToken: old?.accounts === now.accounts && before !== undefined ? before.toToken : createTokenReader(model),
      reach: model.reach,
    };
    this.#before = world;
    this.#versions = now;
    return world;
  }

  /** Accounts of the set, those that pods use, and those that bindings name. */
  #listAccounts(bindings: readonly Binding[]): ReadonlyMap<string, AccountPart> {
    const found = new Map<string, AccountPart>(this.#model.accounts);
    const add = (key: string): void => {
      if (!found.has(key)) found.set(key, this.#assume(key));
    };
    for (const { namespace, account } of this.#model.workloads.values()) add(`${namespace}/${account}`);
    for (const binding of bindings) for (const key of listAccountKeys(binding)) add(key);
    for (const name of this.#model.facts.subjects ?? []) if (name.startsWith(ACCOUNT)) add(name.slice(ACCOUNT.length));
    return found;
  }

  #assume(key: string): AccountPart {
    const slash = key.indexOf('/');
    const account = this.#assumedAccounts.get(key) ?? {
      namespace: key.slice(0, slash),
      name: key.slice(slash + 1),
      automounts: true,
      cloud: '',
    };
    this.#assumedAccounts.set(key, account);
    return account;
  }
}

/** The list before, when the new one holds the same. */
function keep<T>(before: readonly T[] | undefined, now: readonly T[], toKey: (item: T) => unknown = item => item): readonly T[] {
  const isSame = before?.length === now.length && now.every((item, index) => toKey(item) === toKey(before[index] as T));
  return isSame ? (before as readonly T[]) : now;
}

function createTokenReader({ accounts }: AttackModel): AttackWorld['toToken'] {
  const silent = new Set([...accounts].filter(([, { automounts }]) => !automounts).map(([key]) => key));
  return ({ token, namespace, account }) => token ?? (silent.size > 0 && silent.has(`${namespace}/${account}`) ? 'none' : 'automounted');
}

function indexPods(classes: readonly WorkloadClass[]): AttackWorld['findPods'] {
  let byName: ReadonlyMap<string, readonly NodeReference[]> | undefined;
  return (namespace, name) => {
    byName ??= new Map(
      [
        ...Map.groupBy(
          classes.flatMap(({ part, members }) => members.map(member => [member, part.name] as const)),
          ([member]) => member.slice(0, member.indexOf('[')),
        ),
      ].map(([key, group]) => [key, [...new Set(group.map(([, part]) => part))].map(workloadNode)]),
    );
    return byName.get(`${namespace}/${name}`) ?? [];
  };
}

function listNamespaces(model: AttackModel, accounts: Iterable<AccountPart>, bindings: readonly Binding[]): readonly string[] {
  const names = new Set(['kube-system', ...model.surroundings.podSecurity.keys()]);
  for (const { namespace } of accounts) names.add(namespace);
  for (const { namespace } of model.secrets.values()) names.add(namespace);
  for (const { namespace } of bindings) names.add(namespace);
  names.delete('');
  return [...names].toSorted();
}

/** Users and groups that bindings or the caller name. */
function listUsers(bindings: readonly Binding[], others: readonly string[]): readonly NodeReference[] {
  const users = new Map<string, NodeReference>();
  for (const name of others) if (!name.startsWith(ACCOUNT)) users.set(name, { kind: 'subject', name });
  for (const binding of bindings) {
    for (const node of listSubjectNodes(binding)) if (!node.name.startsWith(ACCOUNT)) users.set(node.name, node);
  }
  return [...users.values()];
}
