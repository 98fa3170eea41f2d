import type { ImageUse, TargetInstance } from '@breakwater/inventory';
import { STATES, type State } from '@breakwater/model';
import type { CompiledPolicy, Recalled, VerdictMemory } from '@breakwater/policy';

/** Facts of an image that say the same wherever it is used: those of its reference, and what was read of it. */
const OF_IMAGE =
  /^(?:image\.(?:reference|registry|repository|name|tag|digest|digestValid|version|ingressNginx|(?:content|scan)(?:\..*)?)|params(?:\..*)?|variables(?:\..*)?)$/;
const OF_SCAN = /^image\.scan(?:\.|$)/;

/** Images are those of a bundle; policies come anew with each set of parameters of a namespace. */
const MAX_IMAGES = 20_000;
const MAX_POLICIES = 2000;
/** Ages count in days; what they decide is decided anew as often. */
const FRESH_MS = 3_600_000;

export interface ImageVerdictsOptions {
  /** Whether an image is one of the bundle; of others nothing is kept, since whoever asks names them. */
  readonly isKnown: (reference: string) => boolean;
  /** Whether vulnerabilities are accepted where an image is used: then what scans say depends on where that is. */
  readonly acceptsVulnerabilities: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What policies said of each image by facts of the image alone. It holds as long as these facts do. */
export class ImageVerdicts implements VerdictMemory {
  readonly #options: ImageVerdictsOptions;
  /** Places in the lists below; undefined for policies that read more than the image. */
  readonly #places = new Map<CompiledPolicy, number | undefined>();
  readonly #verdicts = new Map<string, (Recalled | undefined)[]>();
  #since: number;

  constructor(options: ImageVerdictsOptions) {
    this.#options = options;
    this.#since = options.now();
  }

  recall(policy: CompiledPolicy, instance: TargetInstance): Recalled | undefined {
    if (policy.definition.target !== 'image') return undefined;
    if (this.#options.now() - this.#since > FRESH_MS) this.#forget();
    const place = this.#findPlace(policy);
    return place === undefined ? undefined : this.#verdicts.get(readReference(instance))?.[place];
  }

  keep(policy: CompiledPolicy, instance: TargetInstance, recalled: Recalled): void {
    if (policy.definition.target !== 'image') return;
    const place = this.#findPlace(policy);
    const reference = readReference(instance);
    if (place === undefined || !this.#options.isKnown(reference)) return;
    if (this.#verdicts.size >= MAX_IMAGES) this.#forget();
    const verdicts = this.#verdicts.get(reference) ?? [];
    verdicts[place] = recalled.cause === undefined ? SHARED.get(recalled.state) : recalled;
    this.#verdicts.set(reference, verdicts);
  }

  #forget(): void {
    this.#verdicts.clear();
    this.#since = this.#options.now();
  }

  #findPlace(policy: CompiledPolicy): number | undefined {
    if (this.#places.has(policy)) return this.#places.get(policy);
    if (this.#places.size >= MAX_POLICIES) this.#forgetPolicies();
    const place = this.#isOfImage(policy) ? this.#places.size : undefined;
    this.#places.set(policy, place);
    return place;
  }

  #forgetPolicies(): void {
    this.#places.clear();
    this.#forget();
  }

  #isOfImage({ references }: CompiledPolicy): boolean {
    const { acceptsVulnerabilities } = this.#options;
    return references.every(reference => OF_IMAGE.test(reference) && !(acceptsVulnerabilities && OF_SCAN.test(reference)));
  }
}

/** Of verdicts without a cause there are few, and thousands of images that have them. */
const SHARED = new Map(STATES.map((state): readonly [State, Recalled] => [state, { state }]));

function readReference({ subjects }: TargetInstance): string {
  return (subjects['image'] as ImageUse).reference.text;
}
