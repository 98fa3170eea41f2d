/** `10.0.0.1:443/tcp`, `[fd00::1]:443/tcp`. */
export function formatEndpoint({ address, port }: { readonly address: string; readonly port: number }, protocol: string): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`;
}
