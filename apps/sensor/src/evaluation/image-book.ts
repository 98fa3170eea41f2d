import { type ImageContent, type ImageScan, toImageScan, toMissingScan } from '@breakwater/inventory';
import type { ImageKnowledge } from '@breakwater/policy';
import type { ImageFacts } from '@breakwater/protocol';

/** Facts that are kept unpacked: those of one image are asked for by many policies, one after the other. */
const MAX_UNPACKED = 200;
const UNREAD = 'no scanner has read it yet';

interface Unpacked {
  readonly content: ImageContent | undefined;
  readonly scan: ImageScan;
}

/** What is known of the images of the cluster, as the server told it: kept as text, since most of it is asked for now and then only. */
export class ImageBook {
  readonly #texts = new Map<string, string>();
  readonly #unpacked = new Map<string, Unpacked>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether policies can ask anything: as long as no image was told, nobody scans, and that is not the same as images without a scan. */
  get knowledge(): ImageKnowledge {
    const isKnown = this.#texts.size > 0;
    return { contents: isKnown, scans: isKnown };
  }

  /** Takes over what has changed; gives the references. */
  apply(entries: readonly ImageFacts[], gone: readonly string[]): ReadonlySet<string> {
    for (const entry of entries) this.#texts.set(entry.reference, JSON.stringify(entry));
    for (const reference of gone) this.#texts.delete(reference);
    const changed = new Set([...entries.map(({ reference }) => reference), ...gone]);
    for (const reference of changed) this.#unpacked.delete(reference);
    return changed;
  }

  readonly readImage = (reference: string): ImageContent | undefined => this.#unpack(reference)?.content;

  readonly readScan = (reference: string): ImageScan | undefined =>
    this.#texts.size === 0 ? undefined : (this.#unpack(reference)?.scan ?? toMissingScan(UNREAD));

  /** Ages count from today on: nothing stays unpacked over night. */
  refresh(): void {
    this.#unpacked.clear();
  }

  #unpack(reference: string): Unpacked | undefined {
    const known = this.#unpacked.get(reference);
    if (known !== undefined) return known;
    const text = this.#texts.get(reference);
    if (text === undefined) return undefined;
    const { content, scan } = JSON.parse(text) as ImageFacts;
    const unpacked = { content, scan: toImageScan(scan, this.#now()) };
    if (this.#unpacked.size >= MAX_UNPACKED) this.#unpacked.clear();
    this.#unpacked.set(reference, unpacked);
    return unpacked;
  }
}
