import { join } from 'node:path'
import { build, loadConfigFromFile, type Plugin } from 'vite'
import { scopeStyles } from './scope-styles.ts'

const folder = join(import.meta.dirname, '..')

/** The host has these itself, and both must use the same ones. */
const ofHost = /^(react|react-dom|react-router|@tanstack\/react-query)(\/|$)/

const placeholder = '/* office365-email styles */'

/** Puts the style sheets into the code, because a host's bundler would put files of styles into the host's document. */
const stylesInCode: Plugin = {
  name: 'styles-in-code',
  enforce: 'post',
  generateBundle(_options, bundle) {
    let css = ''
    for (const [name, file] of Object.entries(bundle))
      if (file.type === 'asset' && name.endsWith('.css')) {
        css += String(file.source)
        delete bundle[name]
      }
    const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.code.includes(placeholder))
    if (chunk?.type !== 'chunk' || css === '') throw new Error('The styles, or their place in the code, are missing.')
    chunk.code = chunk.code.replace(/(["'`])\/\* office365-email styles \*\/\1/, () => JSON.stringify(scopeStyles(css)))
  },
}

/** The product's own build has the same plugins, but chunks for its own pages. */
const product = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(folder, '../../vite.config.ts'))

/** A host's bundler compresses its own files. */
const plugins = product?.config.plugins?.filter(
  (plugin) => !(plugin && 'name' in plugin && plugin.name === 'vite-plugin-compression'),
)

/** Builds `@office365-email/web/mail`: the pages for a host's own router. */
await build({
  configFile: false,
  root: folder,
  logLevel: 'warn',
  plugins: [plugins, stylesInCode],
  build: {
    outDir: 'dist-mail',
    emptyOutDir: true,
    cssCodeSplit: false,
    copyPublicDir: false,
    cssTarget: 'esnext',
    lib: { entry: { mail: join(folder, 'src/mail/index.ts') }, formats: ['es'] },
    rolldownOptions: { external: ofHost },
  },
})
