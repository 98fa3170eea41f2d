import type { Answer, Body, Endpoint, Params, Query, Resource } from '@breakwater/api';
import type { Principal } from '../access/principal.ts';

/** What a handler gets: parts that were checked against the contract, and who asks. */
export interface Call<E extends Endpoint> {
  readonly params: Params<E>;
  readonly query: Query<E>;
  readonly body: Body<E>;
  /** Never absent unless the endpoint is public. */
  readonly principal: E['permission'] extends 'public' ? Principal | undefined : Principal;
  /** Language of texts, by accept-language. */
  readonly language: 'en' | 'ja';
  readonly address: string;
  readonly session: SessionCookie;
  /** Another HTTP status than that of the contract, for answers that say by it that something is not well. */
  readonly setStatus: (status: number) => void;
  /** Says that the answer is to be kept as a file of that name. */
  readonly setFileName: (name: string) => void;
}

/** The session cookie of a call, for logging in and out. */
export interface SessionCookie {
  readonly secret: string | undefined;
  readonly set: (secret: string, seconds: number) => void;
  readonly clear: () => void;
}

/** Sends hints until it is stopped; `emit` never waits, and is not called before the handler has returned. */
export type StreamHandler<E extends Endpoint> = (call: Call<E>, emit: (data: Answer<E>) => void) => () => void;

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>> | Answer<E>;

/** One handler for every endpoint of a resource, no more and no fewer. */
export type Handlers<R extends Resource> = {
  readonly [K in keyof R['endpoints']]: R['endpoints'][K] extends { readonly stream: true }
    ? StreamHandler<R['endpoints'][K]>
    : Handler<R['endpoints'][K]>;
};

/** A resource with what answers it, its types checked and then forgotten. */
export interface Feature {
  readonly resource: Resource;
  readonly handlers: Readonly<Record<string, Handler<Endpoint> | StreamHandler<Endpoint>>>;
}

export function defineFeature<R extends Resource>(resource: R, handlers: Handlers<R>): Feature {
  return { resource, handlers: handlers as unknown as Feature['handlers'] };
}
