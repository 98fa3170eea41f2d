import { type Client, createClient, type Fetch } from '@breakwater/api';

const browserFetch: Fetch = (url, { signal, ...init }) =>
  fetch(url, { ...init, credentials: 'same-origin', signal: signal instanceof AbortSignal ? signal : null });

/** The API of the server that this page came from; policies and controls are named in the language of the screen. */
export const client: Client = createClient(browserFetch, '', () => ({ 'accept-language': document.documentElement.lang }));
