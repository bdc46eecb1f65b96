// Plain JavaScript, and first of all: an older Node can neither read TypeScript nor load better-sqlite3 without crashing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write(
    `Office 365 email needs Node 24.15 or newer, and this is ${process.versions.node}: run "npx -y pnpm@12 install", which brings the right one, or install Node 24.\n`,
  )
  process.exit(78)
}
