/**
 * In place of a server at a queued message: a caller was told that it is stored, or a server has tried to send it. Then no
 * server may take it back, although the caller of its first request got no answer or an error.
 */
export const callerKnows = 'caller knows'
