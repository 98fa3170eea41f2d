import type { Static, TObject, TSchema } from 'typebox';
import type { ListFields } from './list/fields.ts';
import type { Permission } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request that the server answers; what is not said here does not exist. */
export interface Endpoint {
  readonly method: Method;
  /** Parameters as `:id`. */
  readonly path: `/${string}`;
  /** One line without a full stop. */
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  readonly answer: TSchema;
  /** What may be filtered and sorted, of lists. */
  readonly list?: ListFields;
  /** `text/event-stream`; `answer` is the data of one event. */
  readonly stream?: true;
  /** It changes nothing although it is no GET, since what is asked does not fit into an address; not recorded in the audit. */
  readonly readOnly?: true;
  /** Largest body in bytes, where it is not the usual one. */
  readonly maxBytes?: number;
  /** `id` of the answer's status; 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202 | 204;
}

/** A noun of the API with everything that can be done with it. */
export interface Resource {
  readonly name: string;
  readonly doc: string;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

/** Keeps the types of what is written. */
export function defineResource<const R extends Resource>(resource: R): R {
  return resource;
}

export type Params<E extends Endpoint> = E extends { readonly params: infer P extends TSchema } ? Static<P> : undefined;
export type Query<E extends Endpoint> = E extends { readonly query: infer Q extends TSchema } ? Static<Q> : undefined;
export type Body<E extends Endpoint> = E extends { readonly body: infer B extends TSchema } ? Static<B> : undefined;
export type Answer<E extends Endpoint> = Static<E['answer']>;
