const shape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** PostgreSQL refuses any other text for a `uuid` column. No message has such an ID. */
export const isUuid = (text: string): boolean => shape.test(text)
