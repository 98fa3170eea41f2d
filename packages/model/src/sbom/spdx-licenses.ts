import type { SbomOptions } from './sbom-image.ts';

/** Identifiers that packages use most. https://spdx.org/licenses/ */
const KNOWN = new Set(
  (
    '0BSD AFL-2.1 AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 BSD-1-Clause ' +
    'BSD-2-Clause BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CPL-1.0 ' +
    'EPL-1.0 EPL-2.0 EUPL-1.2 GFDL-1.3-only GFDL-1.3-or-later GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only ' +
    'GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later ' +
    'Libpng MIT MIT-0 MPL-1.1 MPL-2.0 NCSA OFL-1.1 OLDAP-2.8 OpenSSL PHP-3.01 PostgreSQL Python-2.0 Ruby SSPL-1.0 TCL UPL-1.0 Unicode-3.0 ' +
    'Unlicense Vim W3C WTFPL X11 ZPL-2.1 Zlib bzip2-1.0.6 curl GPL-1.0 GPL-2.0 GPL-3.0 LGPL-2.0 LGPL-2.1 LGPL-3.0 AGPL-3.0 GPL-2.0+ GPL-3.0+ ' +
    'LGPL-2.1+ PSF-2.0 Elastic-2.0 BUSL-1.1'
  ).split(' '),
);
const OPERATORS = new Set(['AND', 'OR', 'WITH']);
const EXCEPTIONS = new Set('Classpath-exception-2.0 GCC-exception-3.1 LLVM-exception OpenSSL-exception Bison-exception-2.2'.split(' '));

export interface LicenseReference {
  readonly id: string;
  readonly text: string;
}

/**
 * A licence expression of texts that packages state, with what is no identifier as references of the document. Undefined where nothing is
 * stated. https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function toExpression(
  licenses: readonly string[],
  references: Map<string, LicenseReference>,
  hash: SbomOptions['hash'],
): string | undefined {
  if (licenses.length === 0) return undefined;
  return licenses.map(text => (isExpression(text) ? toPart(text, licenses.length) : refer(text, references, hash))).join(' AND ');
}

function toPart(text: string, count: number): string {
  return count > 1 && text.includes(' ') ? `(${text})` : text;
}

function isExpression(text: string): boolean {
  if (!/^[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*$/.test(text)) return false;
  return text.split(' ').every(word => OPERATORS.has(word) || KNOWN.has(word) || EXCEPTIONS.has(word));
}

function refer(text: string, references: Map<string, LicenseReference>, hash: SbomOptions['hash']): string {
  const id = `LicenseRef-${hash(text).slice(0, 16)}`;
  references.set(id, { id, text });
  return id;
}
