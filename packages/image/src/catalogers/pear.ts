import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

/** Fields of PHP's serialization: `s:4:"name";s:5:"redis";`. */
const NAME = /s:4:"name";s:\d{1,3}:"([\w.-]{1,100})"/;
const CHANNEL = /s:7:"channel";s:\d{1,3}:"([\w.-]{1,100})"/;
const VERSION = /s:7:"version";a:\d{1,2}:\{s:7:"release";s:\d{1,3}:"([\w.+-]{1,60})"/;

/** https://pear.php.net/manual/en/guide.developers.package2.intro.php */
export const cataloger: Cataloger = {
  name: 'pear',
  version: 1,
  doc: 'Packages of PEAR and PECL: .registry/**/*.reg of the PHP library',
  wants: ({ path }) => path.endsWith('.reg') && path.includes('.registry/'),
  catalog: files => readEachFile(files, readRegistration),
};

function readRegistration(file: LayerFile): readonly FoundPackage[] {
  const text = file.text();
  const [name, version, channel] = [NAME, VERSION, CHANNEL].map(pattern => pattern.exec(text)?.[1]);
  if (name === undefined || version === undefined) return [];
  return [{ name, version, type: 'pear', purl: { namespace: channel ?? 'pear.php.net' } }];
}
