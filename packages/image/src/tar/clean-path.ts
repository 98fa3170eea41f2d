import { LIMITS } from '../limits.ts';

export type CleanPath = { readonly path: string } | { readonly issue: 'path-escapes' | 'path-invalid' };

/** A member's name as a path from the root: `./usr//bin/` and `/usr/bin` are `usr/bin`. Nothing may lead out of the root. */
export function cleanPath(name: string): CleanPath {
  if (name.length > LIMITS.pathBytes) return { issue: 'path-invalid' };
  if (isClean(name)) return { path: name };
  const segments: string[] = [];
  for (const segment of name.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') return { issue: 'path-escapes' };
    segments.push(segment);
  }
  return { path: segments.join('/') };
}

/** The usual case, without taking the name apart: every dot-led segment and doubled slash goes the long way. */
function isClean(name: string): boolean {
  return (
    name !== '' && !name.startsWith('/') && !name.startsWith('.') && !name.endsWith('/') && !name.includes('//') && !name.includes('/.')
  );
}
