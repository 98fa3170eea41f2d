import type { Problem } from '@breakwater/model';

const HINTS = new Set(['renderer-unbounded', 'rendered-input']);

/** Whether a problem of rendering is worth telling, although everything was looked at. */
export function isRenderHint({ code }: Problem): boolean {
  return HINTS.has(code);
}
