import { type Authorization, type Credentials, KubeError } from '@breakwater/kube';

/** How long an answer is used; tokens and certificates live much longer, and a refusal asks anew. */
const FRESH_MS = 20_000;

export interface AskedCredentials extends Credentials {
  /** An answer came. */
  readonly answer: (id: number, authorization: Authorization | undefined, failure: string) => void;
}

/** Credentials that another thread has: the library that reads kubeconfigs is large, and is loaded once. */
export function askCredentials(
  where: { readonly server: string; readonly context: string; readonly proxy: string },
  ask: (id: number, renew: boolean) => void,
): AskedCredentials {
  const open = new Map<number, PromiseWithResolvers<Authorization>>();
  let last: { readonly at: number; readonly authorization: Promise<Authorization> } | undefined;
  let count = 0;
  let renew = false;
  const request = (): Promise<Authorization> => {
    count += 1;
    const answer = Promise.withResolvers<Authorization>();
    open.set(count, answer);
    ask(count, renew);
    renew = false;
    // A failure is told to each that waits for it, and is not kept.
    answer.promise.catch(() => {
      last = undefined;
    });
    return answer.promise;
  };
  return {
    ...where,
    authorize: () => {
      if (last === undefined || performance.now() - last.at > FRESH_MS) last = { at: performance.now(), authorization: request() };
      return last.authorization;
    },
    renew: () => {
      renew = true;
      last = undefined;
    },
    answer: (id, authorization, failure) => {
      const waiting = open.get(id);
      open.delete(id);
      if (authorization === undefined) waiting?.reject(new KubeError('credentials-failed', failure));
      else waiting?.resolve(authorization);
    },
  };
}
