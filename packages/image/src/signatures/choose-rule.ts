import { matchesPattern } from './trust.ts';

/**
 * The rule that decides over an image, named by registry and repository as `docker.io/library/nginx`; undefined when none matches. The narrowest
 * is the one with the most characters that are no star; of equal ones the first.
 */
export function chooseRule<R extends { readonly images: string }>(rules: readonly R[], name: string): R | undefined {
  return rules
    .filter(({ images }) => matchesImage(images, name))
    .reduce<R | undefined>((best, rule) => (best === undefined || measure(rule.images) > measure(best.images) ? rule : best), undefined);
}

function measure(images: string): number {
  return images.replaceAll('*', '').length;
}

/** Part by part: `*` within one, `**` for any number of parts. Never more steps than parts of the pattern times parts of the name. */
function matchesImage(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.split('/'), name.split('/')];
  let [at, from] = [0, 0];
  let retry: { readonly at: number; from: number } | undefined;
  while (from < given.length) {
    const part = wanted[at];
    if (part === '**') {
      at += 1;
      retry = { at, from };
    } else if (part !== undefined && matchesPattern(part, given[from] ?? '')) {
      at += 1;
      from += 1;
    } else if (retry !== undefined) {
      retry = { at: retry.at, from: retry.from + 1 };
      at = retry.at;
      from = retry.from;
    } else return false;
  }
  return wanted.slice(at).every(part => part === '**');
}
