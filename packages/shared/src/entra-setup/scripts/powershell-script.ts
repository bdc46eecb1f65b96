import { type NationalCloud, nationalClouds } from '../../national-cloud.ts'
import { graphAppId, mailSendRoleId } from '../microsoft-ids.ts'
import { powerShellLiteral } from '../script-literal.ts'
import { appNameStart, nameSetup } from '../setup-names.ts'
import {
  assignVariables,
  checkedByRule,
  mayGrant,
  readScriptFacts,
  type ScriptFacts,
  type ScriptResult,
  type ScriptVariable,
  splitTenant,
  writtenFor,
} from './setup-script.ts'

const graphEnvironments: Record<NationalCloud, string> = {
  global: 'Global',
  'us-government': 'USGov',
  'us-government-dod': 'USGovDoD',
  china: 'China',
}

const exchangeEnvironments: Record<NationalCloud, string> = {
  global: 'O365Default',
  'us-government': 'O365USGovGCCHigh',
  'us-government-dod': 'O365USGovDoD',
  china: 'O365China',
}

/**
 * Hosts of `Connect-ExchangeOnline -ConnectionUri`. Get-ConnectionInformation shows the same host: documented for the global
 * cloud, assumed for the others.
 */
const exchangeHosts: Record<NationalCloud, string> = {
  global: 'outlook.office365.com',
  'us-government': 'outlook.office365.us',
  'us-government-dod': 'webmail.apps.mil',
  china: 'partner.outlook.cn',
}

export interface PowerShellScriptPlan {
  fileName: string
  title: string
  /** Lines of the comment at the start: what the script does, who may run it. */
  intro: readonly string[]
  required: readonly ('userEmail' | 'clientId' | 'tenantId')[]
  /** Plain PowerShell with variables instead of values. */
  body: string
}

/** One script block: pasted into a window, it runs as a whole, so an error stops everything that follows. */
export function writePowerShellScript(plan: PowerShellScriptPlan, facts: ScriptFacts): ScriptResult {
  const read = readScriptFacts(facts, plan.required)
  if ('refusal' in read) return read
  const names = nameSetup(facts)
  const { tenantId, tenantDomain } = splitTenant(read.facts.tenantId)
  const variables: ScriptVariable[] = [
    { name: 'BotId', label: 'Bot ID', text: facts.botId },
    { name: 'AppName', label: "App's name", text: names.appName },
    { name: 'AppNameStart', label: "App's name", text: appNameStart },
    { name: 'SecretName', label: "Secret's name", text: names.secretName },
    { name: 'SecretMonths', label: "Secret's lifetime", text: String(facts.secretLifetimeInMonths ?? 12) },
    { name: 'ScopeName', label: "Scope's name", text: names.scopeName },
    { name: 'AssignmentName', label: "Role assignment's name", text: names.roleAssignmentName },
    { name: 'GroupName', label: "Group's name", text: names.groupName },
    { name: 'PolicyDescription', label: "Policy's description", text: names.policyDescription },
    { name: 'Cloud', label: 'Cloud', text: facts.cloud },
    { name: 'LoginUrl', label: 'Cloud', text: nationalClouds[facts.cloud].loginUrl },
    { name: 'GraphEnvironment', label: 'Cloud', text: graphEnvironments[facts.cloud] },
    { name: 'ExchangeEnvironment', label: 'Cloud', text: exchangeEnvironments[facts.cloud] },
    { name: 'ExchangeHost', label: 'Cloud', text: exchangeHosts[facts.cloud] },
    { name: 'GraphAppId', label: 'Microsoft Graph', text: graphAppId },
    { name: 'MailSendRole', label: 'Mail.Send', text: mailSendRoleId },
    { name: 'MayGrant', label: 'Other bots', text: mayGrant(facts, read.facts.clientId) ? 'yes' : 'no' },
    { name: 'Mailbox', label: 'User Email', text: read.facts.userEmail },
    { name: 'OtherMailbox', label: 'Other mailbox', text: read.facts.otherMailbox },
    { name: 'ClientId', label: 'Client ID', text: read.facts.clientId },
    { name: 'TenantId', label: 'Tenant ID', text: tenantId },
    { name: 'TenantDomain', label: 'Tenant ID', text: tenantDomain },
    { name: 'UserId', label: 'User ID', text: read.facts.userId },
    {
      name: 'EnterpriseAppObjectId',
      label: "Enterprise application's Object ID",
      text: read.facts.enterpriseAppObjectId,
    },
  ]
  const used = variables.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(plan.body))
  const assigned = assignVariables(used, powerShellLiteral, (name, literal) => `$${name} = ${literal}`)
  if ('refusal' in assigned) return assigned
  const text = [
    ...[
      ...plan.intro,
      writtenFor[facts.sharing ?? 'unknown'],
      checkedByRule,
      `Run it with: ./${plan.fileName}   Or paste the whole script into a PowerShell window.`,
    ].map((line) => `# ${line}`),
    '& {',
    "$ErrorActionPreference = 'Stop'",
    '',
    ...assigned.lines,
    plan.body.trimEnd(),
    '}',
    '',
  ].join('\n')
  return { script: { shell: 'powershell', fileName: plan.fileName, title: plan.title, text } }
}
