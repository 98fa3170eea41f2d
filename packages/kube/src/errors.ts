import { AppError } from '@breakwater/model';

export type KubeErrorCode =
  /** There is no kubeconfig and this process runs in no pod. */
  | 'kubeconfig-missing'
  /** The kubeconfig cannot be read, or names a context, cluster or user that it does not hold. */
  | 'kubeconfig-invalid'
  /** A credential plug-in failed, took too long, or the token file cannot be read. */
  | 'credentials-failed'
  /** The API server cannot be reached: no name, no connection, a certificate that is not trusted. */
  | 'cluster-unreachable'
  /** The API server did not answer in time. */
  | 'cluster-timeout'
  /** 401: the credentials are not accepted. */
  | 'cluster-unauthorized'
  /** 403: the credentials are accepted and may not do this. */
  | 'cluster-forbidden'
  /** 404: not there, or a kind that this API server does not serve. */
  | 'cluster-not-found'
  /** 409: the object is another one by now, or is there already. */
  | 'cluster-conflict'
  /** 422: the API server does not take what was sent. */
  | 'cluster-refused'
  /** 410: a resource version or a continue token that is too old. */
  | 'cluster-expired'
  /** 429: the API server asks to come back later. */
  | 'cluster-throttled'
  /** Any other answer that is no success. */
  | 'cluster-failed'
  /** An answer that is not what the Kubernetes API promises. */
  | 'answer-invalid'
  /** An answer that is larger than what is read at once. */
  | 'answer-too-large'
  /** A watch said nothing for too long, not even a bookmark. */
  | 'watch-stalled'
  /** A problem: objects of a kind may not be read, so that nothing is known about them. */
  | 'kind-unreadable'
  /** A problem: this API server does not serve a kind that every cluster has. */
  | 'kind-not-served'
  /** A problem: reading objects of a kind fails again and again; what is known of them may be old. */
  | 'kind-stale'
  /** A problem: one object is too large to be read, so that nothing is known about it. */
  | 'object-too-large';

/** Something that could not be done with a cluster. */
export class KubeError extends AppError<KubeErrorCode> {
  /** How long the API server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(code: KubeErrorCode, message: string, options?: { cause?: unknown; retryAfter?: number | undefined }) {
    super(code, message, options);
    this.retryAfter = options?.retryAfter;
  }
}
