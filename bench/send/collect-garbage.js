/** Preloaded with `--expose-gc` into a server whose memory is measured. A signal makes V8 release unused memory. */
process.on('SIGUSR2', () => globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
