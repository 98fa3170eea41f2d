import { createHash, randomUUID } from 'node:crypto';
import { CYCLONEDX_VERSIONS, type CycloneDxVersion, toCycloneDx, toSpdx, toSpdx3 } from '@breakwater/model';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { VERSION } from '../version.ts';

export const command: CommandDefinition = {
  name: 'image sbom',
  summary: 'Write the software bill of materials of an image, with layers, owners and evidence',
  arguments: [IMAGE_ARGUMENT],
  options: [
    ...IMAGE_OPTIONS,
    {
      name: 'format',
      value: 'format',
      doc: 'CycloneDX, SPDX 2.3 or SPDX 3.0, all as JSON',
      choices: ['cyclonedx', 'spdx', 'spdx-3'],
      default: 'cyclonedx',
    },
    {
      name: 'cyclonedx-version',
      value: 'version',
      doc: 'Version of CycloneDX to write; without it 1.6',
      choices: CYCLONEDX_VERSIONS,
    },
  ],
  examples: [
    { command: 'breakwater image sbom cart.tar > cart.cdx.json', doc: 'What an image holds, for other tools' },
    { command: 'breakwater image sbom cart.tar --cyclonedx-version 1.4 > cart.cdx.json', doc: 'For a tool that reads no newer version' },
    { command: 'breakwater image sbom cart.tar --format spdx > cart.spdx.json', doc: 'The same as SPDX' },
  ],
  run: async (input, terminal) => {
    const [name = ''] = input.arguments;
    const cycloneDxVersion = input.options['cyclonedx-version'] as CycloneDxVersion | undefined;
    if (cycloneDxVersion !== undefined && input.options['format'] !== 'cyclonedx')
      throw new UsageError('--cyclonedx-version goes with --format cyclonedx only');
    const inspection = await readImage(name, readImageOptions(input), terminal);
    if (inspection === undefined) return EXIT.couldNotLook;
    const writers = { cyclonedx: toCycloneDx, spdx: toSpdx, 'spdx-3': toSpdx3 };
    const write = writers[input.options['format'] as keyof typeof writers];
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const options = {
      serialNumber: `urn:uuid:${randomUUID()}`,
      timestamp: new Date().toISOString(),
      toolVersion: VERSION,
      hash,
      cycloneDxVersion,
    };
    await terminal.stdout(`${JSON.stringify(write(inspection, options), null, 2)}\n`);
    for (const problem of inspection.problems) await terminal.stderr(`${problem.code}  ${problem.source}: ${problem.message}\n`);
    return inspection.problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};
