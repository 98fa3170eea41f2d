import { Requester, ResponseId, ResponseRequest } from '@breakwater/model';
import { type Static, Type } from 'typebox';

const strict = { additionalProperties: false } as const;

/** Something for the responder: to respond, or to take a response back. */
export const ResponseWork = Type.Union([
  Type.Object({ type: Type.Literal('respond'), request: ResponseRequest }, strict),
  Type.Object(
    { type: Type.Literal('undo'), id: ResponseId, requestedBy: Requester, reason: Type.String({ minLength: 1, maxLength: 2000 }) },
    strict,
  ),
]);
export type ResponseWork = Static<typeof ResponseWork>;

/** A sensor that says this in its hello hands work on to a responder; to another none is sent. */
export const KNOWS_RESPONSES = 'responses';
/** Work of one frame. */
export const MAX_RESPONSE_WORK = 100;

/** What the responder of the cluster is to do; sent again until it is told of, so that it is known by its id. */
export const ResponseWorkFrame = Type.Object(
  { type: Type.Literal('response-work'), work: Type.Array(ResponseWork, { maxItems: MAX_RESPONSE_WORK }) },
  strict,
);
export type ResponseWorkFrame = Static<typeof ResponseWorkFrame>;
