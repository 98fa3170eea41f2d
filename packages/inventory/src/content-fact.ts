import { Unknown } from '@breakwater/cel';
import type { ImageContent } from '@breakwater/model';
import type { Inventory } from './inventory.ts';
import type { ImageUse } from './model/image-use.ts';

/** Of an image that was not read, or of which nothing says it, nothing is known. */
export function fromContent(name: string, get: (content: ImageContent) => unknown, missing = 'nothing says it') {
  return ({ reference }: ImageUse, inventory: Inventory): unknown => {
    const content = inventory.options.readImage?.(reference.text);
    if (content === undefined) return new Unknown(`image.content.${name}`, `image '${reference.text}' was not read`);
    return get(content) ?? new Unknown(`image.content.${name}`, `of image '${reference.text}' ${missing}`);
  };
}

/** A fact that is what was read under the same name. */
export function contentFact(name: keyof ImageContent, type: string, doc: string, source: string, missing?: string) {
  return { type, doc, source, get: fromContent(name, content => content[name], missing) };
}
