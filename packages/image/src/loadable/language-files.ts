import type { TrackedPackage } from '../merge/track-packages.ts';

/**
 * Files and folders (with a slash at the end) from which the code of a package of a language is loaded, as its ecosystem lays them out. Undefined
 * where nothing says it: then nobody can say that it is not in use.
 */
export function listLanguageFiles({ found, evidence }: TrackedPackage): readonly string[] | undefined {
  const { type, name, files, evidenceKind, location } = found;
  if (files !== undefined) return files;
  if (evidenceKind === 'binary' || evidenceKind === 'classified') return [evidence];
  if (evidenceKind === 'archive') return [(location ?? evidence).split('!')[0] ?? evidence];
  if (evidenceKind !== undefined && evidenceKind !== 'installed') return undefined;
  if (type === 'npm' && evidence.endsWith('/package.json')) return [evidence.slice(0, -'package.json'.length)];
  if (type === 'gem') return listGem(evidence);
  if (type === 'composer' && name.includes('/') && evidence.endsWith('composer/installed.json')) {
    return [`${evidence.slice(0, -'composer/installed.json'.length)}${name}/`];
  }
  return undefined;
}

/** `specifications/rack-3.0.8.gemspec` tells of `gems/rack-3.0.8/`; gems that come with Ruby lie among its own library. */
function listGem(evidence: string): readonly string[] | undefined {
  const [, root = '', name] = /^(.*?)specifications\/([^/]+)\.gemspec$/.exec(evidence) ?? [];
  return name === undefined ? undefined : [`${root}gems/${name}/`];
}
