import { comparePythonVersions, type PythonVersion, parsePythonVersion } from '../python-version.ts';
import { compilePythonSpecifiers } from '../ranges/python.ts';
import type { VersionScheme } from '../scheme.ts';

export const scheme: VersionScheme<PythonVersion> = {
  name: 'pypi',
  aliases: ['python'],
  doc: 'Python packages, PEP 440: epoch, release, then dev before a, b and rc before the release before post; a local version comes after.',
  specification: 'https://packaging.python.org/en/latest/specifications/version-specifiers/',
  examples: {
    ascending: [
      ['1.0.dev456'],
      ['1.0a1', '1.0-alpha.1', 'v1.0ALPHA1'],
      ['1.0b2.dev456'],
      ['1.0b2', '1.0.beta-2'],
      ['1.0rc1.dev1'],
      ['1.0rc1', '1.0c1', '1.0-pre1', ' 1.0rc1 '],
      ['1.0', '1', '1.0.0'],
      ['1.0+abc.5'],
      ['1.0+abc.7', '1.0+ABC-7'],
      ['1.0+5'],
      ['1.0.post456.dev34'],
      ['1.0.post456', '1.0-456', '1.0.rev456'],
      ['1.1.dev1'],
      ['1!0.1'],
    ],
    invalid: ['', 'latest', '1.0-', '1.0+', '1.0.x', '2013-06-01T10:32:51+0200', '0.7.4.svn.r2010', '1.0 2'],
  },
  constraints: { compile: compilePythonSpecifiers },
  parse: parsePythonVersion,
  compare: comparePythonVersions,
};
