import { gunzipSync } from 'node:zlib';

/**
 * A database as containerd 2 has it, written by bbolt 1.3.11: in `k8s.io` registry.example/shop/cart:1 (and the same by digest) and
 * docker.io/library/nginx:1, in `default` registry.example/blog/cart:1, with the digests aa…, bb… and cc….
 */
const CONTAINERD = [
  'H4sICHQ+DmsCA3NtYWxsLmRiAO3cz2obRwAH4JX8L07s2LcQ6KGHQqChUl3aEHzqreTSZ+hKu1G2kXbF7tbYIcdeCzn01EOfIm9SeskTlEAeodBVNFJtFZGA',
  'GvC23wej8Uiy1jPay2/GM1E0tx3qN68O3nRnPxzP2/vRVbdDfbTye6Nff355/8fXf0YAAADAtdN5R/4/XHn/IveHl6OdUD9/efeTL7/7pWNEAQAA4PrpLuut',
  '5XOfR/N1/6MwP/CwKbtN+Ta0n4f2b00Zlmlcp0lcn181jgfpuFp/1b8nCmYzCXeasteUrOgNy+yzYZHXcZanZdLLJvEoncR585jUcTlK6/WfebUHs7/wm9Ce',
  'hB7dC+2fovmMx6z3STZKq7p6En/x1YPTeEOTNMni+mKaxtPpOBvGdVbk/bM86RXDbN6XXpYn6Xnv7OT+91WRV9mz9I89tyEAAAAf2NYG+f/31uX/T0P7Rcj/',
  'ndX8P9zQe+T/pjPZ4+aKl6cAbroRAQAA+KC2N8j/1v+t/wMAANAOOxvk///g+v9gQ9b/AQAAuJZ2V9JzJ6TnuyGZz9qPmvLRpXbalEFoJ8XwaVr2sqI/zgZl',
  'XF7081GWn5+e7KxcqExHWVWXF730PJ5Mx2m/elJM+8O4rE9Ptt/7vV//S+v0Xd88AAAA/yd7y/zfWeb/4zAvMKvfrllXuwYKAAAAWuzGO/L/04dVLyvsUAcA',
  'AIA221+T/7uhPju5YZAAAACg5W6uyf+L/f7/2Io/GBejsG1/y/ABAABAK9xak/+v7v93Pj0AAAC02cEy/3eX+f/jaH4u4OK8/3uX5gOS9HH8w7i+tfIxjgkA',
  'AACAa+xwmf/X7f8/MEgAAADQcrdDfRztvK0Xe/oX//G/WOhfzAIcGjIAAABonaNl/p8n/8Vp//sr8wMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAtNtf27cqFQAAAgA=',
];

/** Digests are exchanged in place, by what is as long: nothing is computed over values. */
export function buildContainerdDatabase(digests: Readonly<Record<string, string>> = {}): Buffer {
  const bytes = gunzipSync(Buffer.from(CONTAINERD.join(''), 'base64'));
  let text = bytes.toString('latin1');
  for (const [letter, digest] of Object.entries(digests)) text = text.replaceAll(`sha256:${letter.repeat(64)}`, digest);
  return Buffer.from(text, 'latin1');
}
