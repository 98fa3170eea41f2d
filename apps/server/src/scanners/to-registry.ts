import { parseImageReference } from '@breakwater/inventory';

/** Host that a reference is pulled from, under one name; what is no reference has none, and its scanner says so. */
export function toRegistry(reference: string): string {
  return parseImageReference(reference)?.registry ?? '';
}
