/**
 * Stands in for typebox in the browser: the console needs the paths and list fields of the contract, and its types; it checks nothing
 * by schema, which is what the rest of the library is for. A schema that is built all the same is an object that answers every property.
 */
const schema = new Proxy(() => undefined, { get: () => schema, apply: () => schema });

export const Type = schema;
export const Value = schema;
