import { findTarget, type Target } from '@breakwater/inventory';
import { listSchemaIssues, Policy, type PolicyDefinition, type Problem, toErrorMessage } from '@breakwater/model';
import {
  CompiledPolicy,
  fitsVariant,
  isOfImageContent,
  isOfImageScan,
  listVariants,
  readWantedActions,
  selectPreset,
  type Variant,
} from '@breakwater/policy';
import type { PolicySet, PolicySetting } from '@breakwater/protocol';
import { builtInPolicies, podSecurity } from '../../catalogue.ts';
import { filterTarget } from '../../evaluation/focus.ts';
import { needsCluster } from './needs-cluster.ts';
import { toSpotlight } from './spotlight.ts';

export type Action = 'deny' | 'warn';

/** Policies that are judged together. */
export interface PolicyGroup {
  readonly action: Action;
  /** Whether any of them may look at other objects of the cluster. */
  readonly joined: boolean;
  readonly policies: readonly CompiledPolicy[];
}

/** What of a policy set a process does, and what it cannot. */
export interface Duties {
  /** Policies that refuse or warn in any part of the cluster. */
  readonly enforced: number;
  /** Policies that cannot be read or compiled, and the preset when it is not known; by their ids. */
  readonly unusable: readonly string[];
}

/** Groups are kept for so many namespaces, and compiled policies up to so many. */
const MAX_NAMESPACES = 2000;
const MAX_COMPILED = 5000;

/** A policy with the target narrowed to the object of the request. */
class AdmissionPolicy extends CompiledPolicy {
  override readonly target: Target;

  constructor(definition: PolicyDefinition, params: Readonly<Record<string, unknown>>, narrow: (target: Target) => Target) {
    super(definition, params);
    const target = findTarget(definition.target);
    // The constructor above refuses a target that does not exist.
    if (target === undefined) throw new TypeError(`no target ${definition.target}`);
    this.target = narrow(toSpotlight(target));
  }
}

/** Which policies refuse or warn, in each namespace; those that only inform are left to the sensor. */
export class EnforcedPolicies {
  readonly problems: readonly Problem[];
  readonly #cluster: string;
  readonly #policies: readonly PolicyDefinition[];
  readonly #preset: ReturnType<typeof selectPreset>;
  readonly #own: ReadonlySet<string>;
  readonly #settings: ReadonlyMap<string, readonly PolicySetting[]>;
  readonly #compiled = new Map<string, CompiledPolicy>();
  readonly #groups = new Map<string, readonly PolicyGroup[]>();
  readonly #ofImages = new Map<string, boolean>();
  #duties: Duties | undefined;

  constructor(set: PolicySet, cluster: string, knowsImages: boolean) {
    const problems: Problem[] = [];
    const own = set.policies.filter(policy => isReadable(policy, problems));
    this.#own = new Set(own.map(({ id }) => id));
    this.#cluster = cluster;
    this.#policies = [...builtInPolicies.filter(({ id }) => !this.#own.has(id)), ...own].filter(({ stages }) => stages.includes('deploy'));
    this.#preset = readPreset(set.preset, knowsImages, problems);
    this.#settings = Map.groupBy(set.settings, ({ policy }) => policy);
    this.problems = problems;
  }

  /** Groups of a namespace; what refuses first. Each is judged as a whole, since a finding may stand for weaker ones. */
  listFor(namespace: string): readonly PolicyGroup[] {
    const known = this.#groups.get(namespace);
    if (known !== undefined) return known;
    const enforced = this.#policies.flatMap(policy => this.#listEnforced(policy, namespace));
    const groups = (['deny', 'warn'] as const).flatMap((action): readonly PolicyGroup[] => {
      const members = enforced.filter(one => one.action === action);
      if (members.length === 0) return [];
      return [{ action, joined: members.some(({ joined }) => joined), policies: members.map(({ compiled }) => compiled) }];
    });
    if (this.#groups.size >= MAX_NAMESPACES) this.#groups.clear();
    this.#groups.set(namespace, groups);
    return groups;
  }

  /** Whether a policy judges what is known of images. */
  isOfImages(id: string): boolean {
    const known = this.#ofImages.get(id);
    if (known !== undefined) return known;
    const policy = this.#policies.find(candidate => candidate.id === id);
    const found = policy !== undefined && (isOfImageContent(policy) || isOfImageScan(policy));
    this.#ofImages.set(id, found);
    return found;
  }

  get duties(): Duties {
    this.#duties ??= this.#findDuties();
    return this.#duties;
  }

  /** The expressions of built-in policies are known to compile. */
  #findDuties(): Duties {
    const enforced = this.#policies.filter(policy => {
      const question = { policy, base: this.#toBase(policy), settings: this.#settings.get(policy.id) ?? [], cluster: this.#cluster };
      return readWantedActions(question).actions.length > 0;
    });
    const broken = enforced.filter(policy => this.#own.has(policy.id) && !isCompilable(policy)).map(({ id }) => id);
    return {
      enforced: enforced.length - broken.length,
      unusable: [...new Set([...this.problems.map(({ source }) => source), ...broken])],
    };
  }

  #toBase(policy: PolicyDefinition) {
    return {
      enabled: this.#own.has(policy.id) || this.#preset.ids.has(policy.id),
      params: this.#preset.params[policy.id] ?? {},
      enforcement: policy.enforcement ?? {},
    };
  }

  #listEnforced(policy: PolicyDefinition, namespace: string) {
    const variants = listVariants(this.#toBase(policy), this.#settings.get(policy.id) ?? [], this.#cluster, namespace);
    return variants.flatMap(variant => {
      const action = toAction(variant.enforcement.deploy);
      if (action === undefined) return [];
      return [{ action, joined: needsCluster(policy), compiled: this.#compile(policy, variant) }];
    });
  }

  #compile(policy: PolicyDefinition, variant: Variant): CompiledPolicy {
    const { params, narrow, index } = variant;
    const key = JSON.stringify([policy.id, params, index, narrow.map(({ scope }) => scope)]);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const compiled = new AdmissionPolicy(policy, params, target =>
      narrow.length === 0 ? target : filterTarget(target, instance => fitsVariant(variant, instance)),
    );
    if (this.#compiled.size >= MAX_COMPILED) this.#compiled.clear();
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

/** What will be scaled to zero is told as long as somebody looks. */
function toAction(enforcement: string | undefined): Action | undefined {
  if (enforcement === 'deny') return 'deny';
  return enforcement === 'warn' || enforcement === 'scale-to-zero' ? 'warn' : undefined;
}

/** A newer server may send policies that this release cannot read: they are told, and the others judge. */
function isReadable(policy: PolicyDefinition, problems: Problem[]): boolean {
  const [issue] = listSchemaIssues(Policy, policy);
  if (issue === undefined) return true;
  const { id } = policy as { readonly id?: unknown };
  const source = typeof id === 'string' && id !== '' ? id.slice(0, 200) : 'a policy without id';
  problems.push({ code: 'policy-unusable', source, message: `the policy is left out: ${[...issue.path, issue.message].join(': ')}` });
  return false;
}

function isCompilable(policy: PolicyDefinition): boolean {
  try {
    const { conditions, expression } = new CompiledPolicy(policy);
    return [...conditions, expression].every(Boolean);
  } catch {
    return false;
  }
}

function readPreset(name: string, knowsImages: boolean, problems: Problem[]): ReturnType<typeof selectPreset> {
  const images = { contents: knowsImages, scans: knowsImages };
  try {
    return selectPreset(name, builtInPolicies, podSecurity, images);
  } catch (cause) {
    problems.push({ code: 'policy-unusable', source: name, message: `the preset recommended is used instead: ${toErrorMessage(cause)}` });
    return selectPreset('recommended', builtInPolicies, podSecurity, images);
  }
}
