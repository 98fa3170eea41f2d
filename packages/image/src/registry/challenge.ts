/** What a registry wants before it answers. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined; readonly scope: string | undefined };

/** `WWW-Authenticate`; undefined when it is of no kind that registries use. https://distribution.github.io/distribution/spec/auth/token/ */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.length > 4096) return undefined;
  if (/^basic\b/i.test(header)) return { scheme: 'basic' };
  if (!/^bearer\b/i.test(header)) return undefined;
  const values = new Map([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key.toLowerCase(), value]));
  const realm = values.get('realm');
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  return { scheme: 'bearer', realm, service: values.get('service'), scope: values.get('scope') };
}
