import { randomUUID } from 'node:crypto';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { VERSION } from '../version.ts';

export const command: CommandDefinition = {
  name: 'image sbom',
  summary: 'Write the software bill of materials of an image as CycloneDX 1.6, with layers, owners and evidence as properties',
  arguments: [IMAGE_ARGUMENT],
  options: [...IMAGE_OPTIONS],
  examples: [{ command: 'breakwater image sbom cart.tar > cart.cdx.json', doc: 'What an image holds, for other tools' }],
  run: async (input, terminal) => {
    const [name = ''] = input.arguments;
    const inspection = await readImage(name, readImageOptions(input), terminal);
    if (inspection === undefined) return EXIT.couldNotLook;
    const { toCycloneDx } = await import('@breakwater/image');
    const options = { serialNumber: `urn:uuid:${randomUUID()}`, timestamp: new Date().toISOString(), toolVersion: VERSION };
    await terminal.stdout(`${JSON.stringify(toCycloneDx(inspection, options), null, 2)}\n`);
    for (const problem of inspection.problems) await terminal.stderr(`${problem.code}  ${problem.source}: ${problem.message}\n`);
    return inspection.problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};
