import { type Client, createClient, session } from '@breakwater/api';

/** A client that is logged in as the first administrator of a server. */
export async function logIn(url: string, password: string): Promise<Client> {
  let cookie = '';
  const client = createClient(
    async (path, { signal: _, ...init }) => {
      const answer = await fetch(path, init);
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return answer;
    },
    url,
    () => (cookie === '' ? {} : { cookie }),
  );
  await client.call(session.endpoints.create, { body: { name: 'admin', password } });
  return client;
}
