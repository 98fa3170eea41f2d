import type { Classifier } from './classifier.ts';

/** Which classifiers a path is of interest to. Asked for every file of an image: names without `*` are looked up. */
export function createFileMatcher(classifiers: readonly Classifier[]): (path: string) => readonly Classifier[] {
  const exact = new Map<string, Classifier[]>();
  const patterns: { readonly pattern: RegExp; readonly classifier: Classifier }[] = [];
  for (const classifier of classifiers) {
    for (const file of classifier.files) {
      if (/[*/]/.test(file)) patterns.push({ pattern: toPattern(file), classifier });
      else exact.set(file, [...(exact.get(file) ?? []), classifier]);
    }
  }
  const any = new RegExp(patterns.map(({ pattern }) => pattern.source).join('|'));
  return path => {
    const found = exact.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
    if (patterns.length === 0 || !any.test(path)) return found;
    return [...new Set([...found, ...patterns.filter(({ pattern }) => pattern.test(path)).map(({ classifier }) => classifier)])];
  };
}

/** `libssl.so*` as the end of a path. */
function toPattern(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
  return new RegExp(`(?:^|/)${escaped}$`);
}
