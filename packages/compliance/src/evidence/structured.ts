import type { Component, Setting } from './component.ts';
import { readSetting } from './component.ts';
import type { Yaml } from './yaml.ts';

/** A file that a flag names, as far as it was seen. */
export type NamedFile =
  /** The flag is not set. */
  | { readonly state: 'unnamed' }
  | { readonly state: 'read'; readonly path: string; readonly value: Yaml }
  | { readonly state: 'unseen'; readonly path: string; readonly reason: string };

/** The file that a flag of a component names, read as YAML. */
export function readNamedFile(component: Component, flag: string): NamedFile {
  const setting: Setting | undefined = readSetting(component, flag);
  if (setting === undefined) return { state: 'unnamed' };
  const path = setting.value;
  const found = component.files?.find(path);
  if (found === undefined) return { state: 'unseen', path, reason: `${path} lies on the node, and nobody collected facts there` };
  if (found.state === 'absent') return { state: 'unseen', path, reason: `${path} is not there` };
  if (found.state === 'unseen') return { state: 'unseen', path, reason: found.reason };
  const value = component.files?.readYaml(path);
  if (value === undefined) return { state: 'unseen', path, reason: `${path} was not kept, or is no valid YAML` };
  return { state: 'read', path, value };
}
