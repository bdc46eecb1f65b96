import { describe, expect, it } from 'vitest'
import { exampleCertificate, exampleFederation } from '../testing/example-credentials.ts'
import { exampleBot, exampleIds } from '../testing/example-setup.ts'
import { writeAddFederatedCredentialPowerShell } from './add-federated-credential-powershell.ts'
import { writeRegisterAppPowerShell } from './register-app-powershell.ts'
import { writeRemoveAccessPowerShell } from './remove-access-powershell.ts'
import { writeRestrictWithAccessPolicy } from './restrict-with-access-policy.ts'
import { writeRestrictWithRbac } from './restrict-with-rbac.ts'
import { writeRotateSecretPowerShell } from './rotate-secret-powershell.ts'
import type { ScriptFacts } from './setup-script.ts'
import { writeUploadCertificatePowerShell } from './upload-certificate-powershell.ts'

const { clientId, tenantId } = exampleIds
const facts: ScriptFacts = { ...exampleBot, clientId, tenantId, otherMailbox: 'other@contoso.com' }
const writers = {
  writeRegisterAppPowerShell,
  registerWithoutSecret: (meant: ScriptFacts) =>
    writeRegisterAppPowerShell({ ...meant, credentialKind: 'certificate' }),
  uploadCertificate: (meant: ScriptFacts) => writeUploadCertificatePowerShell(meant, exampleCertificate),
  addFederatedCredential: (meant: ScriptFacts) => writeAddFederatedCredentialPowerShell(meant, exampleFederation),
  writeRotateSecretPowerShell,
  writeRestrictWithRbac,
  writeRestrictWithAccessPolicy,
  writeRemoveAccessPowerShell,
}
const tenants = [tenantId, 'contoso.com', null]
const scripts = Object.entries(writers).flatMap(([name, write]) =>
  (['not-shared', 'shared', 'unknown'] as const).flatMap((sharing) =>
    tenants.flatMap((tenantId): [string, string][] => {
      const result = write({ ...facts, sharing, tenantId })
      return 'script' in result ? [[`${name}, ${sharing}, tenant ${tenantId}`, result.script.text]] : []
    }),
  ),
)

/** Commands of the modules that the scripts need, as a script calls them. */
const graphReads = [
  'Get-MgApplication',
  'Get-MgApplicationFederatedIdentityCredential',
  'Get-MgServicePrincipal',
  'Get-MgServicePrincipalAppRoleAssignment',
  'Get-MgUser',
]
const graphChanges = [
  'Add-MgApplicationPassword',
  'New-MgApplication',
  'New-MgApplicationFederatedIdentityCredential',
  'New-MgServicePrincipal',
  'New-MgServicePrincipalAppRoleAssignment',
  'Remove-MgApplication',
  'Remove-MgServicePrincipalAppRoleAssignment',
  'Update-MgApplication',
]
const exchangeReads = [
  'Get-ApplicationAccessPolicy',
  'Get-DistributionGroup',
  'Get-DistributionGroupMember',
  'Get-ManagementRoleAssignment',
  'Get-ManagementScope',
  'Get-OrganizationConfig',
  'Get-Recipient',
  'Get-ServicePrincipal',
  'Test-ApplicationAccessPolicy',
  'Test-ServicePrincipalAuthorization',
]
const exchangeChanges = [
  'Add-DistributionGroupMember',
  'New-ApplicationAccessPolicy',
  'New-DistributionGroup',
  'New-ManagementRoleAssignment',
  'New-ManagementScope',
  'New-ServicePrincipal',
  'Remove-ApplicationAccessPolicy',
  'Remove-DistributionGroup',
  'Remove-DistributionGroupMember',
  'Remove-ManagementRoleAssignment',
  'Remove-ManagementScope',
  'Remove-ServicePrincipal',
]
const ofPowerShell = [
  'ForEach-Object',
  'Format-Table',
  'Get-Module',
  'Invoke-RestMethod',
  'Out-Host',
  'Out-Null',
  'Read-Host',
  'Start-Sleep',
  'Where-Object',
  'Write-Host',
  'Write-Warning',
]
/** Called only with their module's name. */
const connecting = [
  'Microsoft.Graph.Authentication\\Connect-MgGraph',
  'Microsoft.Graph.Authentication\\Get-MgContext',
  'ExchangeOnlineManagement\\Connect-ExchangeOnline',
  'ExchangeOnlineManagement\\Get-ConnectionInformation',
]
/**
 * Aliases that look like commands. Sources: the manifests of Microsoft.Graph.Authentication and Az.Accounts, and
 * about_Aliases. An alias takes precedence over a function of the same name.
 */
const aliases = [
  'Connect-Graph',
  'Disconnect-Graph',
  'Invoke-GraphRequest',
  'Invoke-MgRestMethod',
  'Add-AzAccount',
  'Login-AzAccount',
  'Logout-AzAccount',
  'Remove-AzAccount',
  'Resolve-Error',
  'Save-AzProfile',
  'Select-AzSubscription',
  'Connect-EXOPSSession',
]
/** The part of the list of Get-Verb that the scripts use. */
const approvedVerbs = ['Connect', 'Find', 'Get', 'Resolve', 'Test', 'Write']

/** The order of statements in the functions that connect: each mismatch ends the script. */
const comparisons = {
  'Connect-BotTenant':
    /Connect-MgGraph [\s\S]*Get-MgContext\s+if \(-not \$context -or -not \$context\.TenantId\) \{\s*throw[\s\S]*if \(\$context\.Environment -ne \$GraphEnvironment\) \{\s*throw[\s\S]*elseif \(\$context\.TenantId -ne \$TenantId\) \{\s*throw[\s\S]*\$context\.TenantId\s*\}$/,
  'Connect-BotExchange':
    /Connect-ExchangeOnline [\s\S]*Get-ConnectionInformation\)\s+if \(\$connections\.Count -eq 0\) \{\s*throw[\s\S]*if \(\$connection\.TenantID -ne \$TenantId\) \{\s*throw[\s\S]*if \(\(\[Uri\] \$connection\.ConnectionUri\)\.Host -ne \$ExchangeHost\) \{\s*throw/,
}

/** The script without comments and with empty strings. */
const bare = (text: string) => text.replace(/^#.*$/gm, '').replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "''")

/** The index after the brace that closes the one at `open`. */
function endOfBlock(text: string, open: number): number {
  let depth = 0
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1
    if (text[index] === '}') depth -= 1
    if (depth === 0) return index + 1
  }
  throw new Error('A block is not closed')
}

/** The functions by name, and the rest of the script, which runs from top to bottom. */
function takeApart(text: string) {
  const functions = new Map<string, string>()
  let main = bare(text)
  for (let match = /function ([\w-]+)/.exec(main); match; match = /function ([\w-]+)/.exec(main)) {
    const end = endOfBlock(main, main.indexOf('{', match.index))
    functions.set(match[1] ?? '', main.slice(match.index + match[0].length, end))
    main = main.slice(0, match.index) + main.slice(end)
  }
  return { functions, main }
}

const commandsOf = (text: string) =>
  [...text.matchAll(/(?<![\w$.\\-])(?:[A-Za-z.]+\\)?[A-Z][A-Za-z]+-[A-Z]\w+/g)].map(([name]) => name)

describe.each(scripts)('%s', (_, text) => {
  const { functions, main } = takeApart(text)
  const changes = (commands: readonly string[], made: readonly string[]) =>
    commands.filter((command) => made.includes(command))
  const called = commandsOf(main)

  it('gives its functions names that no module uses', () => {
    expect(functions.size).toBeGreaterThan(0)
    const known = [...graphReads, ...graphChanges, ...exchangeReads, ...exchangeChanges, ...ofPowerShell, ...aliases]
    const others = [...known, ...connecting.map((command) => command.split('\\')[1])]
    for (const name of functions.keys()) {
      const [verb, noun] = name.split('-')
      expect(approvedVerbs).toContain(verb)
      expect(noun).toMatch(/^Bot[A-Z]/)
      expect(others.map((other) => other?.toLowerCase())).not.toContain(name.toLowerCase())
    }
  })

  it('calls only known commands, and those that connect with their module', () => {
    const known = [...graphReads, ...graphChanges, ...exchangeReads, ...exchangeChanges, ...ofPowerShell, ...connecting]
    const all = [...called, ...[...functions.values()].flatMap(commandsOf)]
    expect(all.filter((command) => !known.includes(command) && !functions.has(command))).toEqual([])
  })

  it('changes nothing inside a function, where the order cannot be checked', () => {
    for (const body of functions.values())
      expect(changes(commandsOf(body), [...graphChanges, ...exchangeChanges])).toEqual([])
  })

  it('compares tenant and cloud before it changes anything', () => {
    const first = called.findIndex((command) => [...graphChanges, ...exchangeChanges].includes(command))
    const needed = [
      'Resolve-BotTenant',
      ...(changes(called, graphChanges).length > 0 ? ['Connect-BotTenant'] : []),
      ...(changes(called, exchangeChanges).length > 0 ? ['Connect-BotExchange'] : []),
    ]
    expect(needed.length).toBeGreaterThan(1)
    expect(called.slice(0, first)).toEqual(expect.arrayContaining(needed))
  })

  it('stops at each mismatch of its comparisons', () => {
    const bodies = Object.keys(comparisons).flatMap((name) => functions.get(name) ?? [])
    expect(bodies.length).toBeGreaterThan(0)
    const missing = Object.entries(comparisons).flatMap(([name, steps]) => {
      const body = functions.get(name)
      return body === undefined || steps.test(body) ? [] : [name]
    })
    expect(missing).toEqual([])
  })
})

it.each(['global', 'us-government', 'us-government-dod', 'china'] as const)(
  'names the environments and the host of the cloud %s',
  (cloud) => {
    const result = writeRestrictWithRbac({ ...facts, cloud })
    const names = {
      global: ['Global', 'O365Default', 'outlook.office365.com'],
      'us-government': ['USGov', 'O365USGovGCCHigh', 'outlook.office365.us'],
      'us-government-dod': ['USGovDoD', 'O365USGovDoD', 'webmail.apps.mil'],
      china: ['China', 'O365China', 'partner.outlook.cn'],
    }
    const text = 'script' in result ? result.script.text : ''
    const variables = ['GraphEnvironment', 'ExchangeEnvironment', 'ExchangeHost']
    for (const [index, name] of variables.entries()) expect(text).toContain(`$${name} = '${names[cloud][index]}'`)
  },
)
