/**
 * The parts of undici that send mail. Its index also loads Fetch, WebSockets, caches and mocks, which makes the start a
 * tenth longer: the few places that need `fetch` or `request` load it when they first do.
 */
export { default as Agent } from 'undici/lib/dispatcher/agent.js'
export { default as Client } from 'undici/lib/dispatcher/client.js'
export { default as Dispatcher } from 'undici/lib/dispatcher/dispatcher.js'
export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js'
