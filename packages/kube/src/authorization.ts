/** How requests prove who sends them, at this moment. */
export interface Authorization {
  /** Value of the Authorization header, empty for none. */
  readonly header: string;
  /** Certificates in PEM, empty for none. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** Name that the server's certificate is checked for; empty for that of the URL. */
  readonly serverName: string;
  /** Whether the kubeconfig says that the server's certificate is not to be checked. */
  readonly insecure: boolean;
}

/** Where a cluster is, and who this process is for it. Plain enough to be asked from another thread. */
export interface Credentials {
  readonly server: string;
  readonly context: string;
  /** URL of a proxy, empty for none. */
  readonly proxy: string;
  /** Throws KubeError `credentials-failed`. */
  authorize(): Promise<Authorization>;
  /** Reads everything again the next time, since it was not accepted. */
  renew(): void;
}
