import { type Inventory, listKeyLiterals, listSecretEntries, listSecretVariables, nameObject } from '@breakwater/inventory';
import type { Cluster } from '@breakwater/network';
import { listOpenEntrances, nameWorkload } from '@breakwater/network';
import { type Authorizer, listSubjects, type ResourceRequest, type Subject } from '@breakwater/rbac';
import { judgeMissing, judgeSecret, readShape, type SecretFinding, type SecretShape } from './judge-secret.ts';
import { listSecretUses, type SecretUse } from './list-uses.ts';

/** A Secret, who takes it, who can read it, and what is not good about that. It holds no value. */
export interface SecretReport extends SecretShape {
  /** Whether the set holds it, and does not only refer to it. */
  readonly isKnown: boolean;
  readonly uses: readonly SecretUse[];
  /** Who can read it by RBAC. */
  readonly readers: readonly Subject[];
  /** Who can run commands in pods of its namespace, hence in those that take it. */
  readonly execBy: readonly Subject[];
  /** Of the workloads that take it those that can be reached from outside. */
  readonly exposed: readonly string[];
  readonly findings: readonly SecretFinding[];
}

/** A credential that stands elsewhere than in a Secret: what it is and where, never its value. */
export interface LooseCredential {
  readonly object: string;
  /** Field path in the object. */
  readonly path: string;
  /** Its name, or its format. */
  readonly name: string;
  readonly index: number;
}

/** A token of a service account that is mounted although nothing is bound to the account. */
export interface NeedlessToken {
  readonly workload: string;
  readonly account: string;
}

/** Every Secret of the set and every one that something refers to, by name. */
export function listSecrets({ inventory, ...cluster }: Cluster, authorizer: Authorizer, now: number): readonly SecretReport[] {
  const uses = listSecretUses(inventory);
  const entrances = listOpenEntrances({ inventory, ...cluster });
  const asker = new Asker(authorizer, inventory);
  const known = inventory.listKind('Secret').map((object): SecretReport => {
    const own = uses.get(`${object.namespace}/${object.name}`) ?? [];
    const hasWorkloads = inventory.listWorkloads(object.namespace).length > 0;
    return {
      ...readShape(object),
      ...join(own, object, entrances, asker),
      isKnown: true,
      findings: judgeSecret(object, own, now, hasWorkloads),
    };
  });
  const names = new Set(known.map(({ namespace, name }) => `${namespace}/${name}`));
  const missing = [...uses].flatMap(([key, own]): readonly SecretReport[] => {
    if (names.has(key)) return [];
    const place = { namespace: key.slice(0, key.indexOf('/')), name: key.slice(key.indexOf('/') + 1) };
    return [{ ...place, type: '', keys: [], ...join(own, place, entrances, asker), isKnown: false, findings: judgeMissing(own) }];
  });
  return [...known, ...missing].toSorted((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

type Place = Pick<SecretShape, 'namespace' | 'name'>;

function join(uses: readonly SecretUse[], place: Place, entrances: ReturnType<typeof listOpenEntrances>, asker: Asker) {
  const exposed = [...new Set(uses.map(({ by }) => by))].filter(
    by => entrances.get(by)?.some(({ verdict }) => verdict !== 'closed') === true,
  );
  return { uses, readers: asker.listReaders(place), execBy: asker.listExecutors(place.namespace), exposed };
}

/** Asks who can, once for each namespace unless a rule names the Secret. */
class Asker {
  readonly #authorizer: Authorizer;
  readonly #named: ReadonlySet<string>;
  readonly #known = new Map<string, readonly Subject[]>();

  constructor(authorizer: Authorizer, inventory: Inventory) {
    this.#authorizer = authorizer;
    const rules = inventory.listKind('Role', 'ClusterRole').flatMap(({ raw }) => (Array.isArray(raw['rules']) ? raw['rules'] : []));
    const lists: unknown[] = rules.map(rule => (rule as Record<string, unknown> | null)?.['resourceNames']);
    this.#named = new Set(lists.flat().filter(name => typeof name === 'string'));
  }

  listReaders({ namespace, name }: Place): readonly Subject[] {
    const asked = this.#named.has(name) ? name : '';
    const found = ['get', 'list', 'watch'].flatMap(verb =>
      this.#ask({ verb, group: '', resource: 'secrets', subresource: '', name: asked, namespace }),
    );
    return [...new Map(found.map(subject => [`${subject.kind}/${subject.namespace}/${subject.name}`, subject])).values()];
  }

  listExecutors(namespace: string): readonly Subject[] {
    return this.#ask({ verb: 'create', group: '', resource: 'pods', subresource: 'exec', name: '', namespace });
  }

  #ask(request: ResourceRequest): readonly Subject[] {
    const key = JSON.stringify(request);
    const found = this.#known.get(key) ?? listSubjects(this.#authorizer, request).filter(({ name }) => name !== 'system:masters');
    this.#known.set(key, found);
    return found;
  }
}

/** Credentials in ConfigMaps, variables, arguments and annotations. */
export function listLooseCredentials(inventory: Inventory): readonly LooseCredential[] {
  const variables = inventory.workloads.flatMap(({ object, pod }) =>
    pod.containers.flatMap(container =>
      listSecretVariables(container).map(({ name, path }) => ({ object, name, path: `${formatSteps(container.path)}.${path}` })),
    ),
  );
  const others = inventory.objects.flatMap(object =>
    object.kindName === 'Secret'
      ? []
      : [...listSecretEntries(object), ...listKeyLiterals(inventory, object)].map(place => ({ object, ...place })),
  );
  const indexes = new Map(inventory.objects.map((object, index) => [object, index]));
  const found = [...variables, ...others].map(
    ({ object, name, path }): LooseCredential => ({ object: nameObject(object), path, name, index: indexes.get(object) ?? -1 }),
  );
  return [...new Map(found.map(each => [`${each.object} ${each.path}`, each])).values()];
}

/** Workloads that mount a token of an account to which nothing is bound. */
export function listNeedlessTokens(inventory: Inventory, authorizer: Authorizer): readonly NeedlessToken[] {
  return inventory.workloads.flatMap(({ object, pod }): readonly NeedlessToken[] => {
    const { namespace } = object;
    const account = inventory.find('ServiceAccount', namespace, pod.accountName);
    const isMounted = pod.spec['automountServiceAccountToken'] ?? account?.raw['automountServiceAccountToken'] ?? true;
    const user = { name: `system:serviceaccount:${namespace}:${pod.accountName}`, groups: [] };
    if (isMounted !== true || authorizer.listRules(user, namespace).length > 0) return [];
    return [{ workload: nameWorkload(object), account: `${namespace}/${pod.accountName}` }];
  });
}

/** `spec.containers[0]`; the steps of templates need no quotes. */
function formatSteps(steps: readonly (string | number)[]): string {
  return steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`)).join('');
}
