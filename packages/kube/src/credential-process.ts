import process from 'node:process';
import { toErrorMessage } from '@breakwater/model';
import { type CredentialOptions, loadCredentials } from './credentials.ts';
import { KubeError } from './errors.ts';

/** What the process that was started for it answers. */
export type CredentialAnswer =
  | { readonly loaded: Awaited<ReturnType<typeof loadCredentials>> }
  | { readonly code: KubeError['code']; readonly message: string };

async function answer(options: CredentialOptions): Promise<CredentialAnswer> {
  try {
    return { loaded: await loadCredentials(options) };
  } catch (cause) {
    return { code: cause instanceof KubeError ? cause.code : 'credentials-failed', message: toErrorMessage(cause) };
  }
}

process.once('message', (options: CredentialOptions) => {
  void answer(options).then(said => process.send?.(said, () => process.exit(0)));
});
