import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { renderVerification } from '../image/render-verification.ts';
import { toVerificationOutput } from '../image/to-verification-output.ts';
import { readTrustOptions, TRUST_OPTIONS } from '../image/trust-options.ts';
import { verifySignatures } from '../image/verify-signatures.ts';

/** Of the options of images those that say where an image of a registry lies. */
const PLACES = new Set(['platform', 'docker-config', 'mirror', 'plain-http']);

export const command: CommandDefinition = {
  name: 'image verify',
  summary: 'Say who signed an image of a registry, what else is attested of it, and from which source it was built',
  arguments: [{ name: 'image', doc: 'Reference to a registry: registry.example/team/app:1.2, or with a digest', required: true }],
  options: [
    ...TRUST_OPTIONS,
    ...IMAGE_OPTIONS.filter(({ name }) => PLACES.has(name)),
    { name: 'format', value: 'format', doc: 'How to write the answer', choices: ['table', 'json'], default: 'table' },
  ],
  examples: [
    { command: 'breakwater image verify registry.example/shop/cart:1.4 --key cosign.pub', doc: 'Did the holder of this key sign it?' },
    {
      command:
        "breakwater image verify registry.example/shop/cart:1.4 --identity 'https://git.example/shop/*@refs/heads/main' --issuer https://token.git.example --trusted-root trusted_root.json",
      doc: 'Did a workflow of the main branch sign it?',
    },
    {
      command: 'breakwater image verify registry.example/shop/cart:1.4',
      doc: 'As breakwater.yaml asks; without a rule there: what is attached?',
    },
  ],
  run: async (input, terminal) => {
    const [name = ''] = input.arguments;
    const options = readImageOptions(input);
    const asked = await readTrustOptions(input, name);
    const { ImageError } = await import('@breakwater/image');
    try {
      const output = toVerificationOutput(await verifySignatures(name, asked, options), asked?.rule);
      const isJson = input.options['format'] === 'json';
      await terminal.stdout(isJson ? `${JSON.stringify(output, null, 2)}\n` : renderVerification(output, asked !== undefined));
      if (output.state === 'verified') return EXIT.nothing;
      // What was not read could be the signature that is looked for.
      return output.problems.length > 0 ? EXIT.couldNotLook : EXIT.findings;
    } catch (cause) {
      if (!(cause instanceof ImageError)) throw cause;
      await terminal.stderr(`error: ${cause.message}\n`);
      return EXIT.couldNotLook;
    }
  },
};
