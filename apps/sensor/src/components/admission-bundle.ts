import type { CustomWorkload, Raw } from '@breakwater/inventory';
import { toErrorMessage } from '@breakwater/model';
import { BUNDLE_SCHEMA, type ImageFacts, type PolicySet } from '@breakwater/protocol';
import { type Block, CONTEXT, packBundle, toBlock } from '../admission/bundle/pack-bundle.ts';
import { isContext } from '../thread/context-kinds.ts';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { ObjectStore } from '../thread/object-store.ts';
import { toSlice } from '../thread/object-store.ts';
import { toHash } from '../thread/to-hash.ts';

export interface AdmissionBundleOptions {
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly customWorkloads: readonly CustomWorkload[];
  readonly store: ObjectStore;
  /** Whether everything that objects refer to could be read. */
  readonly isComplete: () => boolean;
  /** Takes another bundle over: to disk, and to who waits for it. */
  readonly onBundle: (etag: string, bytes: Uint8Array) => void;
  readonly onProblem: (message: string | undefined) => void;
  /** Changes are gathered for this long; 1 s when absent. */
  readonly gatherMs?: number;
}

const GATHER_MS = 1000;
/** Never longer than this many times what making it took: a large cluster that changes all the time must not do nothing else. */
const REST = 10;

/** Keeps what admission decides by: the policy set, facts of images, namespaces, and what policies look at beside an object. */
export class AdmissionBundleKeeper {
  readonly #options: AdmissionBundleOptions;
  readonly #images = new Map<string, Block>();
  readonly #slices = new Map<string, Block>();
  #set: PolicySet | undefined;
  #etag = '';
  #isReady = false;
  #timer: NodeJS.Timeout | undefined;
  #restUntil = 0;

  constructor(options: AdmissionBundleOptions) {
    this.#options = options;
  }

  /** Everything was read once: before that a bundle would lack what exists. */
  start(): void {
    this.#isReady = true;
    this.mark();
  }

  setPolicies(set: PolicySet): void {
    this.#set = set;
    this.mark();
  }

  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): void {
    for (const entry of entries) this.#images.set(entry.reference, toBlock(JSON.stringify(entry)));
    for (const reference of gone) this.#images.delete(reference);
    this.mark();
  }

  /** Something in the cluster has changed. */
  mark(): void {
    if (!this.#isReady || this.#timer !== undefined) return;
    const wait = Math.max(this.#options.gatherMs ?? GATHER_MS, this.#restUntil - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#make();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#isReady = false;
  }

  #make(): void {
    const begin = performance.now();
    try {
      const { etag, bytes } = this.#pack();
      if (etag !== this.#etag) this.#options.onBundle(etag, bytes);
      this.#etag = etag;
      this.#options.onProblem(undefined);
    } catch (cause) {
      this.#options.onProblem(`what admission decides by cannot be written, so that it goes on with what it has: ${toErrorMessage(cause)}`);
    }
    const took = performance.now() - begin;
    this.#restUntil = begin + took * (REST + 1);
  }

  #pack() {
    const { cluster, kubeMinor, customWorkloads, store, isComplete } = this.#options;
    const entries = [...store.slices].flatMap(slice => store.listJudged(slice)).filter(({ isPartial }) => !isPartial);
    const isNamespace = ({ group, kind }: ObjectEntry): boolean => kind === 'Namespace' && group === '';
    const blocks = Map.groupBy(
      entries.filter(entry => !isNamespace(entry)),
      entry => (isContext(entry) ? CONTEXT : toSlice(entry)),
    );
    for (const name of this.#slices.keys()) if (!blocks.has(name)) this.#slices.delete(name);
    return packBundle({
      head: {
        schema: BUNDLE_SCHEMA,
        cluster,
        kubeMinor,
        revision: this.#set?.revision ?? 0,
        policySet: this.#set ?? null,
        customWorkloads: customWorkloads.map(({ template, ...rest }) => ({ ...rest, template: [...template] })),
        complete: isComplete(),
        madeAt: new Date().toISOString(),
      },
      namespaces: entries.filter(isNamespace).map(({ text }) => JSON.parse(text) as Raw),
      images: this.#images,
      slices: new Map([...blocks].map(([name, members]) => [name, this.#toSliceBlock(name, members)])),
    });
  }

  /** Compressed once for as long as none of its objects changes. */
  #toSliceBlock(name: string, members: readonly ObjectEntry[]): Block {
    const hash = toHash(members.map(({ key, hash: of }) => `${key} ${of}`).join('\n'));
    const known = this.#slices.get(name);
    if (known?.hash === hash) return known;
    const block = toBlock(`[${members.map(({ text }) => text).join(',')}]`, hash);
    this.#slices.set(name, block);
    return block;
  }
}
