import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

/** Texts as RubyGems writes them into an installed specification: `s.name = "rack".freeze`. */
const NAME = /^\s*\w+\.name\s*=\s*["']([^"'\n]{1,200})["']/m;
const VERSION = /^\s*\w+\.version\s*=\s*(?:Gem::Version\.new\s*\(?\s*)?["']([^"'\n]{1,200})["']/m;
const PLATFORM = /^\s*\w+\.platform\s*=\s*["']([^"'\n]{1,200})["']/m;
const LICENSES = /^\s*\w+\.licenses?\s*=\s*\[?([^\]\n]{1,500})\]?/m;

/** https://guides.rubygems.org/specification-reference/ */
export const cataloger: Cataloger = {
  name: 'ruby',
  version: 1,
  doc: 'Installed gems: specifications/**/*.gemspec',
  maxBytes: 1024 * 1024,
  wants: ({ path }) => path.endsWith('.gemspec') && path.includes('specifications/'),
  catalog: files => readEachFile(files, readSpecification),
};

function readSpecification(file: LayerFile): readonly FoundPackage[] {
  const text = file.text();
  const name = NAME.exec(text)?.[1];
  if (name === undefined) return [];
  const version = VERSION.exec(text)?.[1] ?? readFileName(file.path, name);
  const platform = PLATFORM.exec(text)?.[1];
  const licenses = [...(LICENSES.exec(text)?.[1] ?? '').matchAll(/["']([^"']+)["']/g)].map(([, license = '']) => license);
  return [
    compact({
      name,
      version,
      type: 'gem',
      licenses: licenses.length === 0 ? undefined : licenses,
      purl: platform === undefined || platform === 'ruby' ? undefined : { qualifiers: { platform } },
    }),
  ];
}

/** `rack-3.0.8.gemspec`, where the version is computed by Ruby. */
function readFileName(path: string, name: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1, -'.gemspec'.length);
  return stem.startsWith(`${name}-`) ? stem.slice(name.length + 1) : '';
}
