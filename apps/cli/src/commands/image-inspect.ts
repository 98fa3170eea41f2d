import type { ImageOutput } from '@breakwater/model';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { renderImage } from '../image/render-image.ts';
import { renderImagePage } from '../image/render-image-page.ts';

export const command: CommandDefinition = {
  name: 'image inspect',
  summary: 'Show what an image holds by layer: the instruction, the packages it brought, what is needless and what removing that saves',
  arguments: [IMAGE_ARGUMENT],
  options: [
    ...IMAGE_OPTIONS,
    { name: 'format', value: 'format', doc: 'How to write the answer', choices: ['table', 'json', 'html'], default: 'table' },
  ],
  examples: [
    { command: 'breakwater image inspect registry.example/shop/cart:1.4', doc: 'What is in an image of a registry?' },
    { command: 'docker save shop/cart:1.4 -o cart.tar && breakwater image inspect cart.tar', doc: 'And in one that was only built here?' },
    {
      command: 'breakwater image inspect cart.tar --format html > cart.html',
      doc: 'One page with a search, for people without a terminal',
    },
    {
      command: 'breakwater image inspect cart.tar --base debian:12 --format json',
      doc: 'Tell the layers of a base image apart, for programs',
    },
  ],
  run: async (input, terminal) => {
    const [name = ''] = input.arguments;
    const inspection = await readImage(name, readImageOptions(input), terminal);
    if (inspection === undefined) return EXIT.couldNotLook;
    const { toImageOutput } = await import('@breakwater/image');
    const output = toImageOutput(inspection);
    await terminal.stdout(render(output, String(input.options['format']), terminal.width));
    // Nothing catalogued, or a part that could not be read: what is not listed is not known to be absent.
    return output.problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function render(output: ImageOutput, format: string, width: number): string {
  if (format === 'json') return `${JSON.stringify(output, null, 2)}\n`;
  return format === 'html' ? renderImagePage(output) : renderImage(output, width);
}
