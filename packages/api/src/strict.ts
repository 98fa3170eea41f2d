/** What is sent holds nothing but what is known. */
export const strict = { additionalProperties: false } as const;
