import { redactEvent } from '@breakwater/behavior';
import { InventoryObject, type Raw } from '@breakwater/inventory';
import type { Confidence, Event, EventContext, PolicyDefinition, ResponseAction, Result } from '@breakwater/model';
import {
  CompiledPolicy,
  createExceptionBook,
  EventJudge,
  fitsVariant,
  listVariants,
  selectRuntimePreset,
  type Uncovered,
  type Variant,
} from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { builtInPolicies } from '../catalogue.ts';
import { toResponseAction } from '../evaluation/decide-responses.ts';

export interface EventPoliciesOptions {
  readonly cluster: string;
  /** The workload that an event is of, as the cluster knows it; undefined for what is not known. */
  readonly findWorkload: (event: Event) => Raw | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Namespaces whose policies are kept ready. */
const MAX_NAMESPACES = 2000;
/** Sets of parameters of one policy that are kept compiled. */
const MAX_PARAMETERS = 20;
/** Exceptions end: what they accept is found anew so often. */
const FRESH_MS = 600_000;

/** Policies of one namespace: those of all its workloads together, and each that settings narrow to some of them by itself. */
interface Judging {
  readonly judges: readonly { readonly judge: EventJudge; readonly variant?: Variant }[];
  readonly variants: ReadonlyMap<string, readonly Variant[]>;
}

/** Which policies over events judge where, by the policy set: the quiet set unless settings say otherwise. */
export class EventPolicies {
  readonly #options: EventPoliciesOptions;
  readonly #namespaces = new Map<string, Judging>();
  /** Judges of the same policies serve every namespace that has them. */
  readonly #judges = new Map<string, EventJudge>();
  /** To compile them all takes a good part of a second: what holds over a change is kept, by parameters. */
  readonly #compiled = new WeakMap<PolicyDefinition, Map<string, CompiledPolicy>>();
  readonly #japanese = new WeakMap<Result, string>();
  /** Events of one workload come by the thousand. */
  readonly #objects = new WeakMap<Raw, InventoryObject>();
  #policies: readonly PolicyDefinition[] = [];
  #quiet: ReadonlySet<string> = new Set();
  #set: Pick<PolicySet, 'settings' | 'exceptions'> = { settings: [], exceptions: [] };
  #since = 0;

  constructor(options: EventPoliciesOptions) {
    this.#options = options;
    this.apply({ policies: [], settings: [], exceptions: [] });
  }

  /** Takes a set over. Policies of one's own are on; one that does not compile is left out, and told of by whoever judges objects. */
  apply({ policies, settings, exceptions }: Pick<PolicySet, 'policies' | 'settings' | 'exceptions'>): void {
    const own = policies.filter(policy => policy.target === 'event' && isUsable(policy));
    const replaced = new Set(own.map(({ id }) => id));
    const builtIn = builtInPolicies.filter(({ id, target }) => target === 'event' && !replaced.has(id));
    this.#policies = [...builtIn, ...own];
    this.#quiet = new Set([...selectRuntimePreset('runtime', builtIn), ...replaced]);
    this.#set = { settings, exceptions };
    this.#forget();
  }

  /** Compiles what most events are judged by, so that the first one need not wait for it. */
  warm(): void {
    this.#listFor('');
  }

  readonly judge = (event: Event, context: EventContext): readonly Result[] => {
    const { judges } = this.#listFor(event.namespace ?? '');
    return judges.flatMap(({ judge, variant }) => {
      if (variant !== undefined && !this.#fits(variant, event)) return [];
      return judge.judge(event, context);
    });
  };

  readonly findActions = (policy: string, event: Event): ReadonlySet<ResponseAction | undefined> => {
    const definition = this.#policies.find(({ id }) => id === policy);
    const variants = this.#listFor(event.namespace ?? '').variants.get(policy) ?? [];
    if (definition === undefined) return new Set();
    return new Set(
      variants.filter(variant => this.#fits(variant, event)).map(({ enforcement }) => toResponseAction(definition, enforcement)),
    );
  };

  /** What is quiet on everybody's cluster is sure; what has to be tuned first is less so. */
  readonly readConfidence = (policy: string): Confidence => (this.#quiet.has(policy) ? 'high' : 'medium');

  /** The message of a result that `judge` gave, in Japanese. */
  readonly readJapanese = (result: Result): string | undefined => this.#japanese.get(result);

  /** Policies that could not decide, as nobody looks at what they rest on. */
  listUncovered(): readonly Uncovered[] {
    return [...this.#judges.values()].flatMap(judge => judge.listUncovered());
  }

  #listFor(namespace: string): Judging {
    const now = this.#options.now?.() ?? Date.now();
    if (now - this.#since > FRESH_MS || this.#namespaces.size > MAX_NAMESPACES) this.#forget();
    if (this.#since === 0) this.#since = now;
    const known = this.#namespaces.get(namespace) ?? this.#gather(namespace, now);
    this.#namespaces.set(namespace, known);
    return known;
  }

  #gather(namespace: string, now: number): Judging {
    const found = this.#policies.map(policy => [policy, this.#listVariants(policy, namespace)] as const);
    const all = found.flatMap(([policy, variants]) => variants.map(variant => ({ policy, variant })));
    const [wide, narrow] = [all.filter(({ variant }) => !isNarrow(variant)), all.filter(({ variant }) => isNarrow(variant))];
    return {
      judges: [
        { judge: this.#createJudge(wide, now) },
        ...narrow.map(one => ({ judge: this.#createJudge([one], now), variant: one.variant })),
      ],
      variants: new Map(found.map(([{ id }, variants]) => [id, variants])),
    };
  }

  #listVariants({ id, enforcement = {} }: PolicyDefinition, namespace: string): readonly Variant[] {
    const settings = this.#set.settings.filter(({ policy }) => policy === id);
    return listVariants({ enabled: this.#quiet.has(id), params: {}, enforcement }, settings, this.#options.cluster, namespace);
  }

  #createJudge(parts: readonly { readonly policy: PolicyDefinition; readonly variant: Variant }[], now: number): EventJudge {
    const key = JSON.stringify(parts.map(({ policy: { id }, variant: { params } }) => [id, params]));
    const known = this.#judges.get(key);
    if (known !== undefined) return known;
    const exceptions = this.#set.exceptions.map(exception => ({ exception }));
    const judge = new EventJudge(
      parts.map(({ policy, variant }) => this.#compile(policy, variant.params)),
      {
        cluster: this.#options.cluster,
        redact: redactEvent,
        exceptions: createExceptionBook(exceptions, new Date(now).toISOString()),
        findObject: event => this.#findObject(event),
        onResult: (result, toMessageIn) => this.#japanese.set(result, toMessageIn('ja')),
      },
    );
    this.#judges.set(key, judge);
    return judge;
  }

  #compile(policy: PolicyDefinition, params: Variant['params']): CompiledPolicy {
    const known = this.#compiled.get(policy) ?? new Map<string, CompiledPolicy>();
    this.#compiled.set(policy, known);
    const key = JSON.stringify(params);
    const compiled = known.get(key) ?? new CompiledPolicy(policy, params);
    if (known.size >= MAX_PARAMETERS) known.clear();
    known.set(key, compiled);
    return compiled;
  }

  #fits(variant: Variant, event: Event): boolean {
    if (!isNarrow(variant)) return true;
    const object = this.#findObject(event);
    return object !== undefined && fitsVariant(variant, { object, path: [], subjects: {}, roots: {} });
  }

  #findObject(event: Event): InventoryObject | undefined {
    const value = this.#options.findWorkload(event);
    if (value === undefined) return undefined;
    const object = this.#objects.get(value) ?? new InventoryObject({ value }, event.namespace ?? '');
    this.#objects.set(value, object);
    return object;
  }

  #forget(): void {
    this.#namespaces.clear();
    this.#judges.clear();
    this.#since = 0;
  }
}

function isNarrow({ narrow }: Variant): boolean {
  return narrow.length > 0;
}

function isUsable(policy: PolicyDefinition): boolean {
  try {
    new CompiledPolicy(policy).compileAll();
    return true;
  } catch {
    return false;
  }
}
