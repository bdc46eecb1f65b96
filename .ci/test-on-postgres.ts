import { spawn } from 'node:child_process'

/** Runs the tests of the server on PostgreSQL, which Vitest's set-up finds and starts. Arguments are Vitest's. */

const child = spawn('vitest', ['run', '--project', 'bff', '--project', 'moved-clock', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL: 'postgres://test' },
  shell: process.platform === 'win32',
})
child.once('close', (exitCode) => {
  process.exitCode = exitCode ?? 1
})
