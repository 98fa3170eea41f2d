import type { Target, TargetInstance } from '@breakwater/inventory';
import { type Exception, listSchemaIssues, Policy, type PolicyDefinition, type Problem, toErrorMessage } from '@breakwater/model';
import {
  CompiledPolicy,
  fitsVariant,
  type ImageKnowledge,
  type LocalException,
  listVariants,
  type NativeQuestion,
  selectPreset,
  type Variant,
} from '@breakwater/policy';
import type { PolicySet, PolicySetting } from '@breakwater/protocol';
import { builtInPolicies, podSecurity } from '../catalogue.ts';
import { toResponseAction } from './decide-responses.ts';
import { type Focus, filterTarget } from './focus.ts';
import { JudgedPolicy } from './judged-policy.ts';

/** What is decided by as long as no server said otherwise. */
const BUILT_IN: PolicySet = { revision: 0, preset: 'recommended', policies: [], settings: [], exceptions: [] };

/** Policies that may be used at once, by what makes them differ. Settings that change all the time must not fill the memory. */
const MAX_COMPILED = 5000;

/** Which policies judge a namespace, with which parameters, and which findings are accepted. */
export class PolicyBook {
  readonly #cluster: string;
  readonly #focus: Focus;
  readonly #compiled = new Map<string, JudgedPolicy>();
  #set = BUILT_IN;
  #images: ImageKnowledge = { contents: false, scans: false };
  #known: readonly PolicyDefinition[] = [];
  #preset: ReturnType<typeof selectPreset> = { ids: new Set(), params: {} };
  #settings: ReadonlyMap<string, readonly PolicySetting[]> = new Map();

  constructor(cluster: string, focus: Focus) {
    this.#cluster = cluster;
    this.#focus = focus;
    this.apply(BUILT_IN);
  }

  get revision(): number {
    return this.#set.revision;
  }

  /** Every policy that may be judged by, enabled or not. */
  get policies(): readonly PolicyDefinition[] {
    return this.#known;
  }

  get exceptions(): readonly LocalException[] {
    return this.#set.exceptions.map((exception: Exception) => ({ exception }));
  }

  /** Policies over images judge from the moment that anything is known of them; true when that changed which policies judge. */
  setImages(images: ImageKnowledge): boolean {
    if (images.contents === this.#images.contents && images.scans === this.#images.scans) return false;
    this.#images = images;
    this.apply(this.#set);
    return true;
  }

  /** Takes a set over. A policy or preset that cannot be used is a Problem, and the rest goes on. */
  apply(set: PolicySet): readonly Problem[] {
    const problems: Problem[] = [];
    const own = set.policies.filter(policy => isUsable(policy, problems));
    const replaced = new Set(own.map(({ id }) => id));
    this.#set = set;
    this.#compiled.clear();
    this.#known = [...builtInPolicies.filter(({ id }) => !replaced.has(id)), ...own].filter(({ stages }) => stages.includes('deploy'));
    this.#preset = readPreset(set.preset, this.#images, problems);
    for (const { id } of own) (this.#preset.ids as Set<string>).add(id);
    this.#settings = Map.groupBy(set.settings, ({ policy }) => policy);
    return problems;
  }

  /** Policies of a namespace; several of one policy where settings speak of single objects. */
  listFor(namespace: string): readonly JudgedPolicy[] {
    return this.#known.flatMap(policy => this.#listVariants(policy, namespace));
  }

  /** Policies of which a setting, or they themselves, say that something is done about violations when they are deployed. */
  listEnforced(): readonly Pick<NativeQuestion, 'policy' | 'base' | 'settings' | 'exceptions'>[] {
    return this.#known.flatMap(policy => {
      const settings = this.#settings.get(policy.id) ?? [];
      const stated = [policy.enforcement?.deploy, ...settings.map(({ enforcement }) => enforcement?.deploy)];
      if (stated.every(action => action === undefined || action === 'inform')) return [];
      const exceptions = this.#set.exceptions.filter(({ target }) => target === policy.id);
      return [{ policy, base: this.#toBase(policy), settings, exceptions }];
    });
  }

  #toBase({ id, enforcement = {} }: PolicyDefinition): NativeQuestion['base'] {
    return { enabled: this.#preset.ids.has(id), params: this.#preset.params[id] ?? {}, enforcement };
  }

  #listVariants(policy: PolicyDefinition, namespace: string): readonly JudgedPolicy[] {
    const settings = this.#settings.get(policy.id) ?? [];
    return listVariants(this.#toBase(policy), settings, this.#cluster, namespace).map(variant => this.#compile(policy, variant));
  }

  #compile(policy: PolicyDefinition, variant: Variant): JudgedPolicy {
    const { params, enforcement, narrow, index } = variant;
    const response = toResponseAction(policy, enforcement);
    const key = JSON.stringify([policy.id, params, index, narrow, response]);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const fits = (instance: TargetInstance): boolean => fitsVariant(variant, instance);
    const limit = (target: Target): Target => (narrow.length === 0 ? target : filterTarget(target, fits));
    const compiled = new JudgedPolicy(policy, params, this.#focus, limit, response);
    if (this.#compiled.size >= MAX_COMPILED) this.#compiled.clear();
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

/** A newer server may send policies that this release cannot read: they are told, and the others judge. */
function isUsable(policy: PolicyDefinition, problems: Problem[]): boolean {
  try {
    const [issue] = listSchemaIssues(Policy, policy);
    if (issue !== undefined) throw new TypeError([...issue.path, issue.message].join(': '));
    new CompiledPolicy(policy).compileAll();
    return true;
  } catch (cause) {
    problems.push({ code: 'policy-unusable', source: readId(policy), message: `the policy is left out: ${toErrorMessage(cause)}` });
    return false;
  }
}

function readId({ id }: { readonly id?: unknown }): string {
  return typeof id === 'string' && id !== '' ? id.slice(0, 200) : 'a policy without id';
}

function readPreset(name: string, images: ImageKnowledge, problems: Problem[]): ReturnType<typeof selectPreset> {
  try {
    const { ids, params } = selectPreset(name, builtInPolicies, podSecurity, images);
    return { ids: new Set(ids), params };
  } catch (cause) {
    problems.push({ code: 'policy-unusable', source: name, message: `the preset recommended is used instead: ${toErrorMessage(cause)}` });
    return readPreset('recommended', images, problems);
  }
}
