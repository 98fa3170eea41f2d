import { type ImageContent, type ImageScan, toImageScan, toMissingScan } from '@breakwater/inventory';
import type { OpenBundle } from '../bundle/open-bundle.ts';

/** Facts that are kept unpacked: those of one image are asked for by many policies, one after the other. */
const MAX_UNPACKED = 200;
/** Ages count in days; what is unpacked is made anew as often. */
const FRESH_MS = 3_600_000;
const UNREAD = 'no scanner has read it yet';

interface Unpacked {
  readonly content: ImageContent | undefined;
  readonly scan: ImageScan;
}

/** What a bundle knows of images, as facts ask for it. */
export class ImageCache {
  readonly #bundle: OpenBundle;
  readonly #now: () => number;
  readonly #unpacked = new Map<string, Unpacked>();
  #since: number;

  constructor(bundle: OpenBundle, now: () => number) {
    this.#bundle = bundle;
    this.#now = now;
    this.#since = now();
  }

  readonly readImage = (reference: string): ImageContent | undefined => this.#unpack(reference)?.content;

  /** As long as nothing is known of any image, nobody scans, and that is not the same as an image without a scan. */
  readonly readScan = (reference: string): ImageScan | undefined =>
    this.#bundle.imageCount === 0 ? undefined : (this.#unpack(reference)?.scan ?? toMissingScan(UNREAD));

  #unpack(reference: string): Unpacked | undefined {
    if (this.#unpacked.size >= MAX_UNPACKED || this.#now() - this.#since > FRESH_MS) this.#forget();
    const known = this.#unpacked.get(reference);
    if (known !== undefined) return known;
    const facts = this.#bundle.readImage(reference);
    if (facts === undefined) return undefined;
    const unpacked = { content: facts.content, scan: toImageScan(facts.scan, this.#now()) };
    this.#unpacked.set(reference, unpacked);
    return unpacked;
  }

  #forget(): void {
    this.#unpacked.clear();
    this.#since = this.#now();
  }
}
