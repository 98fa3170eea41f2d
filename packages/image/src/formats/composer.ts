import { compact } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { isObject, toList, toText, toTexts } from '../source/json.ts';

/** Packages of `installed.json` and `composer.lock`. https://getcomposer.org/doc/04-schema.md */
export function toComposerPackages(packages: unknown): readonly FoundPackage[] {
  return toList(packages).flatMap(value => {
    const { name, version, license } = isObject(value) ? value : {};
    const [called, at] = [toText(name), toText(version)];
    if (called === undefined || at === undefined) return [];
    const slash = called.indexOf('/');
    const licenses = typeof license === 'string' ? [license] : toTexts(license);
    return [
      compact({
        name: called,
        version: at.replace(/^v(?=\d)/, ''),
        type: 'composer',
        purl: slash < 0 ? undefined : { namespace: called.slice(0, slash) },
        licenses: licenses.length === 0 ? undefined : licenses,
      }),
    ];
  });
}
