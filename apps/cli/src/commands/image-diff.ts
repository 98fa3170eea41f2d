import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { renderDiff } from '../image/render-diff.ts';
import { toDiffOutput } from '../image/to-diff-output.ts';

export const command: CommandDefinition = {
  name: 'image diff',
  summary: 'Say what one image changes of another: packages, settings, what is needless, credentials, size',
  arguments: [
    { ...IMAGE_ARGUMENT, name: 'from' },
    { ...IMAGE_ARGUMENT, name: 'to' },
  ],
  options: [
    ...IMAGE_OPTIONS.filter(({ name }) => name !== 'select' && name !== 'base'),
    { name: 'format', value: 'format', doc: 'How to write the answer', choices: ['table', 'json'], default: 'table' },
  ],
  examples: [
    {
      command: 'breakwater image diff registry.example/shop/cart:1.4 registry.example/shop/cart:1.5',
      doc: 'What does the new tag bring?',
    },
  ],
  run: async (input, terminal) => {
    const options = readImageOptions(input);
    const [fromName = '', toName = ''] = input.arguments;
    const from = await readImage(fromName, options, terminal);
    const to = from === undefined ? undefined : await readImage(toName, options, terminal);
    if (from === undefined || to === undefined) return EXIT.couldNotLook;
    const { diffImages } = await import('@breakwater/image');
    const output = await toDiffOutput(from, to, diffImages(from, to));
    await terminal.stdout(input.options['format'] === 'json' ? `${JSON.stringify(output, null, 2)}\n` : renderDiff(output));
    return output.problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};
