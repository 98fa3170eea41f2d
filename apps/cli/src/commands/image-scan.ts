import { existsSync } from 'node:fs';
import type { CommandDefinition } from '../command.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { LOADED_OPTIONS, readLoadedOptions } from '../vulnerability/read-loaded.ts';
import { runScan } from '../vulnerability/run-scan.ts';
import { readScanOptions, SCAN_OPTIONS } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'image scan',
  summary: 'Find known vulnerabilities of an image by layer and instruction: base or own, what fixes each, the most pressing first',
  arguments: [IMAGE_ARGUMENT],
  options: [
    ...IMAGE_OPTIONS,
    { name: 'offline', doc: 'Ask no network: the image has to lie on this machine' },
    ...SCAN_OPTIONS,
    ...LOADED_OPTIONS,
  ],
  examples: [
    { command: 'breakwater image scan registry.example/shop/cart:1.4', doc: 'What is known of what this image holds?' },
    { command: 'breakwater image scan cart.tar --only-fixed --fail-on high', doc: 'In a pipeline: fail where somebody could act' },
    { command: 'breakwater image scan cart.tar --format sarif > cart.sarif', doc: 'For code hosts' },
    { command: 'breakwater image scan cart.tar --loaded events.jsonl', doc: 'What of it is in use comes first' },
  ],
  run: async (input, terminal) => {
    const [name = ''] = input.arguments;
    const options = readImageOptions(input);
    const readSubject = async () => {
      const { parseEngineImage, toImageOutput } = await import('@breakwater/image');
      if (input.options['offline'] === true && !existsSync(name) && parseEngineImage(name) === undefined) {
        await terminal.stderr(`error: '${name}' does not lie on this machine, and --offline asks no registry\n`);
        return undefined;
      }
      const inspection = await readImage(name, options, terminal);
      if (inspection === undefined) return undefined;
      const { toImageSubject } = await import('@breakwater/vulnerability');
      return { subject: toImageSubject(toImageOutput(inspection)), problems: inspection.problems };
    };
    return runScan(readSubject, { ...readScanOptions(input), loaded: readLoadedOptions(input) }, terminal);
  },
};
