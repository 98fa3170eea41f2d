import { costOfFirst, defineFunction, type Library } from '../declarations.ts';
import { fail } from '../values/failure.ts';
import { decodeBase64, encodeBase64 } from '../values/json.ts';

/** Base64 of cel-go's ext.Encoders. */
export const library: Library = {
  name: 'encoders',
  functions: [
    defineFunction('base64.encode', ['bytes'], 'string', encodeBase64, { cost: costOfFirst }),
    defineFunction('base64.decode', ['string'], 'bytes', (text: string) => decodeBase64(text) ?? fail('invalid base64'), {
      cost: costOfFirst,
    }),
  ],
};
