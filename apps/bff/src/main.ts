import '../require-node.js'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// The build fills it, which makes the start a tenth shorter for the same user of the system. If this user may not read
// or write it, Node compiles as usual. The sources have none.
if (import.meta.filename.endsWith('.js')) enableCompileCache(join(import.meta.dirname, 'compile-cache'))
await import('./run.ts')
