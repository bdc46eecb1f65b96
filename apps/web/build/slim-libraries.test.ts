import { globSync, readFileSync } from 'node:fs'
import { parseAst, preprocessCSS, resolveConfig } from 'vite'
import { expect, it } from 'vitest'
import { slimMantine } from './slim-libraries.ts'

const src = `${import.meta.dirname}/../src`

/** What the build leaves out of Mantine's components: style properties, and those that need further components. */
const leftOut =
  /^([mp][xytblrse]?|[mp]i[se]|bd|bdrs|bg|c|opacity|ff|fz|fw|lts|ta|lh|fs|tt|td|[wh]|mi[wh]|ma[wh]|bgsz|bg[pra]|pos|top|left|bottom|right|inset|display|flex|hiddenFrom|visibleFrom|lightHidden|darkHidden|clearable|success)$/

const leftOutMembers = /^(Group|GroupSection|Placeholder|Success|ClearButton)$/

interface Element {
  name: { type: string; name: string; object?: { name: string }; property?: { name: string } }
  attributes: { name?: { name: string } }[]
}

const isElement = (node: object): node is Element => 'type' in node && node.type === 'JSXOpeningElement'

function findElements(node: unknown): Element[] {
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.values(node).flatMap(findElements)
  return isElement(node) ? [node, ...inside] : inside
}

/** Each property, or member such as `Button.Group`, of a component of Mantine that works only while developing. */
function findLeftOut(code: string): string[] {
  const imported = /import \{([^}]*)\} from '@mantine\/core'/.exec(code)?.[1] ?? ''
  const components = imported.split(',').map((name) => name.trim().replace(/^.* as /, ''))
  return findElements(parseAst(code, { lang: 'tsx' })).flatMap(({ name, attributes }) => {
    const { object, property } = name
    if (object && property)
      return components.includes(object.name) && leftOutMembers.test(property.name) ? [property.name] : []
    if (!components.includes(name.name)) return []
    return attributes.flatMap((attribute) =>
      leftOut.test(attribute.name?.name ?? '') ? [attribute.name?.name ?? ''] : [],
    )
  })
}

it('finds what the build leaves out', () => {
  const code =
    'import { Button, TextInput as Text } from \'@mantine/core\'\nconst x = <><Button mt={4} size="xs" /><Text clearable /><Button.Group /></>'
  expect(findLeftOut(code)).toEqual(['mt', 'clearable', 'Group'])
})

it('finds no use of it in the pages', () => {
  const pages = globSync('**/*.tsx', { cwd: src })
  expect(pages.length).toBeGreaterThan(100)
  expect(
    pages.flatMap((page) => findLeftOut(readFileSync(`${src}/${page}`, 'utf8')).map((name) => `${page}: ${name}`)),
  ).toEqual([])
})

it('removes rules of unused classes only, and the scale', async () => {
  const code = '.m_80d6d844 .a{color:red}.m_80d6d844,.b{top:calc(1.5rem * var(--mantine-scale))}'
  const config = await resolveConfig({ configFile: false, plugins: [slimMantine] }, 'build')
  expect((await preprocessCSS(code, '/a.css', config)).code).toBe('.m_80d6d844,.b{top:1.5rem}')
})
