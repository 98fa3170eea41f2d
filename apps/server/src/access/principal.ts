import type { Role } from '@breakwater/api';
import type { Scope } from '@breakwater/model';

/** Who asks: a person with a session, or a program with a token. */
export interface Principal {
  readonly type: 'user' | 'token';
  readonly id: string;
  readonly name: string;
  /** The person behind it: for a token, who made it. */
  readonly person: string;
  readonly role: Role;
  /** What may be seen; lists that are absent say "any". */
  readonly scope: Scope;
  readonly mustChangePassword: boolean;
  /** Somebody else has set the password: nothing else may be done before another one is set. */
  readonly passwordReset: boolean;
}

/** Somebody without login, of whom nothing is asked but what is public. */
export type Caller = Principal | undefined;
