import { costOfFirst, defineFunction, defineMethod, type Library } from '../declarations.ts';
import { Failure } from '../values/failure.ts';
import { parseWebAddress, readHostname, readPort, readQuery, WebAddress } from '../values/web-address.ts';

const TYPE = 'kubernetes.URL';

const PARTS: Readonly<Record<string, (url: WebAddress) => string>> = {
  getScheme: url => url.scheme,
  getHost: url => url.host,
  getHostname: readHostname,
  getPort: readPort,
  getEscapedPath: url => url.escapedPath,
};

/** URLs (Kubernetes' base environment). */
export const library: Library = {
  name: 'url',
  types: [{ name: TYPE, fields: {}, accepts: value => value instanceof WebAddress }],
  functions: [
    defineFunction('url', ['string'], TYPE, parseWebAddress, { cost: costOfFirst, validated: true }),
    defineFunction('isURL', ['string'], 'bool', (text: string) => !(parseWebAddress(text) instanceof Failure), { cost: costOfFirst }),
    ...Object.entries(PARTS).map(([name, read]) => defineMethod(name, [TYPE], 'string', read)),
    defineMethod('getQuery', [TYPE], 'map(string, list(string))', readQuery),
  ],
};
