import type { ImageInspection, InspectedPackage } from './image-inspection.ts';
import type { SurfaceItem } from './merge/surface.ts';
import type { ImageSecret } from './secrets/list-secrets.ts';

export interface PackageChange {
  readonly type: string;
  readonly name: string;
  /** Versions that only the one or only the other image has; empty for what was added or removed. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface SettingChange {
  /** `user`, `entrypoint`, `port 80/tcp`, `label x`, `environment X`, … */
  readonly setting: string;
  /** Values of the environment are not told: they may be secrets. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What of one image another changes. */
export interface ImageDifference {
  readonly packages: readonly PackageChange[];
  readonly settings: readonly SettingChange[];
  readonly needless: { readonly added: readonly SurfaceItem[]; readonly removed: readonly SurfaceItem[] };
  readonly secrets: { readonly added: readonly ImageSecret[]; readonly removed: readonly ImageSecret[] };
  /** Layers from the lowest on that both have. */
  readonly sharedLayers: number;
  /** Whether both were read to their end: otherwise what one lacks is not known to be absent. */
  readonly complete: boolean;
}

/** What changes from one image to another. */
export function diffImages(from: ImageInspection, to: ImageInspection): ImageDifference {
  return {
    packages: diffPackages(from.packages, to.packages),
    settings: diffSettings(from, to),
    needless: split(from.surface, to.surface, ({ kind, path }) => `${kind}\0${path}`),
    secrets: split(from.secrets, to.secrets, ({ kind, place }) => `${kind}\0${place}`),
    sharedLayers: countShared(from, to),
    complete: from.complete && to.complete,
  };
}

function diffPackages(from: readonly InspectedPackage[], to: readonly InspectedPackage[]): readonly PackageChange[] {
  const [before, after] = [groupVersions(from), groupVersions(to)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return keys.flatMap(key => {
    const [old, current] = [before.get(key) ?? new Set<string>(), after.get(key) ?? new Set<string>()];
    const [type = '', name = ''] = key.split('\0');
    const change = { type, name, from: listOnly(old, current), to: listOnly(current, old) };
    return change.from.length + change.to.length === 0 ? [] : [change];
  });
}

function listOnly(set: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...set].filter(version => !other.has(version)).toSorted();
}

/** Versions by type and name; architectures of one package are not told apart. */
function groupVersions(packages: readonly InspectedPackage[]): ReadonlyMap<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { found } of packages) {
    const key = `${found.type}\0${found.name}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(found.version));
  }
  return groups;
}

function diffSettings(from: ImageInspection, to: ImageInspection): readonly SettingChange[] {
  const [before, after] = [listSettings(from), listSettings(to)];
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap(setting => {
    const [old, current] = [before.get(setting), after.get(setting)];
    if (old === current) return [];
    const isHidden = setting.startsWith('environment ');
    const tell = (value: string | undefined): string | undefined =>
      value === undefined ? undefined : isHidden ? '(value not told)' : value;
    return [{ setting, from: tell(old), to: tell(current) }];
  });
}

function listSettings({ config, distribution }: ImageInspection): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  if (distribution !== undefined) settings.set('distribution', `${distribution.id} ${distribution.version}`.trim());
  if (config === undefined) return settings;
  settings.set('user', config.user === '' ? 'root, since none is set' : config.user);
  settings.set('entrypoint', JSON.stringify(config.entrypoint));
  settings.set('command', JSON.stringify(config.command));
  settings.set('working directory', config.workingDirectory);
  if (config.stopSignal !== undefined) settings.set('stop signal', config.stopSignal);
  for (const port of config.ports) settings.set(`port ${port}`, 'exposed');
  for (const volume of config.volumes) settings.set(`volume ${volume}`, 'declared');
  for (const [label, value] of Object.entries(config.labels)) settings.set(`label ${label}`, value);
  for (const text of config.env) settings.set(`environment ${text.split('=')[0]}`, text);
  return settings;
}

function split<T>(from: readonly T[], to: readonly T[], toKey: (item: T) => string): { added: readonly T[]; removed: readonly T[] } {
  const [before, after] = [new Set(from.map(toKey)), new Set(to.map(toKey))];
  return { added: to.filter(item => !before.has(toKey(item))), removed: from.filter(item => !after.has(toKey(item))) };
}

function countShared(from: ImageInspection, to: ImageInspection): number {
  let count = 0;
  while (from.layers[count]?.diffId !== undefined && from.layers[count]?.diffId === to.layers[count]?.diffId) count += 1;
  return count;
}
