import { readFileSync, statSync } from 'node:fs'
import { maxFileBytes, sentFileSchema, writeConfigurationFile } from '@office365-email/shared/configuration-file'
import { changingOutcomes, type ImportedResult } from '@office365-email/shared/configuration-import'
import { formatNumber } from '@office365-email/shared/format-count'
import type { Dependencies } from '../dependencies.ts'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { withRootRights } from '../ground/file-owner.ts'
import { parsePart } from '../ground/http/parse-request.ts'
import { applyImport, type ImportDependencies } from '../mail/transfer/apply-import.ts'
import { exportConfigurations } from '../mail/transfer/export-configurations.ts'
import type { BotInFile, Importer } from '../mail/transfer/plan-bot.ts'
import { planImport } from '../mail/transfer/plan-import.ts'
import { readBotsInFile } from '../mail/transfer/read-bots-in-file.ts'
import { saveBot } from '../shell/bots/save-bot.ts'
import { type Command, requireArgument, UsageError } from './command.ts'

/** Like `diff`, but 1 is what Node ends with after an error. */
const exitCodeOfDifference = 2

const transferOf = ({ storage, hostBots }: Dependencies): ImportDependencies => ({
  bots: storage.bots,
  configurations: storage.configurations,
  drafts: storage.drafts,
  audit: storage.audit,
  saveBot: hostBots ? undefined : (context, bot) => saveBot(storage, context, bot),
})

const notValid = (reason: string) =>
  new StartupError(exitCodes.dataDamaged, `The file is not an export of configurations: ${reason}`)

function readText(file: string): string {
  if (file === '-') return readFileSync(0, 'utf8')
  return withRootRights(file, () => {
    if (statSync(file).size > maxFileBytes) throw notValid(`it has more than ${formatNumber(maxFileBytes)} bytes.`)
    return readFileSync(file, 'utf8')
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw notValid('it is not JSON.')
  }
}

function readFile(file: string): BotInFile[] {
  const parsed = parsePart(sentFileSchema, parseJson(readText(file)))
  if ('value' in parsed) return readBotsInFile(parsed.value.bots, parsePart)
  throw notValid(parsed.errors.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`).join(' '))
}

/** Values that may contain any character are printed as JSON, so that none can look like another line. */
const printed = (value: string | null): string => (value === null ? '-' : JSON.stringify(value))

function describe({ position, id, outcome, changes, waitsFor, detail, errors = [] }: ImportedResult): string[] {
  const wait = { 'client-secret': 'waits for its client secret', submit: 'waits for Submit' }
  return [
    [outcome, id ?? `bots/${position}`, ...(waitsFor ? [wait[waitsFor]] : []), ...(detail ? [detail] : [])].join('\t'),
    ...changes.map(
      ({ member, from, to, refusal }) =>
        `\t${member}: ${printed(from)} -> ${printed(to)}${refusal === undefined ? '' : ` (stays: ${refusal})`}`,
    ),
    ...errors.map((error) => `\t${error.pointer}: ${error.detail}`),
  ]
}

export const configurationCommands: Record<string, Command> = {
  'configurations export': {
    usage: 'configurations export [--bot ID …]   (prints the file; it contains no secret)',
    options: ['bot'],
    async run({ dependencies, options: { bot: botIds }, print }) {
      const file = await exportConfigurations(transferOf(dependencies), botIds ?? 'all')
      const exported = new Set(file.bots.map(({ id }) => id))
      const missing = botIds?.find((id) => !exported.has(id))
      if (missing !== undefined) throw new UsageError(`There is no bot ${missing}.`)
      print(writeConfigurationFile(file).trimEnd())
    },
  },
  'configurations import': {
    usage: `configurations import FILE|- [--apply]   (prints what differs; exit code ${exitCodeOfDifference} if something does)`,
    options: ['file'],
    flags: ['apply'],
    async run(invocation) {
      const { dependencies, context, flags, print, endWith } = invocation
      const entries = readFile(requireArgument(invocation, 0, 'file'))
      const transfer = transferOf(dependencies)
      const refusal = dependencies.hostBots ? 'BOTS_FROM is host: bots come from the dashboard.' : null
      const importer: Importer = { botIds: 'all', refusal }
      const { shown } = await planImport(transfer, importer, entries)
      const { digest, notInFile } = shown
      const { bots, counts } = flags.has('apply')
        ? await applyImport(transfer, context, importer, { entries, digest })
        : shown
      for (const bot of bots) if (bot.outcome !== 'left' || bot.waitsFor) for (const line of describe(bot)) print(line)
      for (const { id } of notInFile) print(`not in the file\t${id}`)
      print(
        Object.entries(counts)
          .flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : []))
          .join(', ') || 'The file has no bots.',
      )
      const isDone = (outcome: ImportedResult['outcome']) =>
        outcome === 'left' || (flags.has('apply') && changingOutcomes.includes(outcome))
      if (!bots.every(({ outcome }) => isDone(outcome))) endWith(exitCodeOfDifference)
    },
  },
}
