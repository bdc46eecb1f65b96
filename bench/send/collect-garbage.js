/** Preloaded with `--expose-gc` into a server whose memory is measured: a signal has V8 give back what nobody uses. */
process.on('SIGUSR2', () => globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
