import { readManifest } from '@breakwater/manifest';

export type Yaml = Readonly<Record<string, unknown>>;

/** The first document of a configuration file, YAML or JSON; undefined where it is no map, or no YAML at all. */
export function readYaml(text: string, source: string): Yaml | undefined {
  const { documents, problems } = readManifest(text, { source });
  const value = documents[0]?.value;
  return problems.length === 0 && isMap(value) ? value : undefined;
}

/** The value at a path of keys; undefined where there is none. */
export function readAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isMap(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current ?? undefined;
}

export function isMap(value: unknown): value is Yaml {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toMaps(value: unknown): readonly Yaml[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

export function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((element): element is string => typeof element === 'string') : [];
}
