import { type NationalCloud, nationalClouds } from '../../national-cloud.ts'
import { graphAppId, mailSendRoleId } from '../microsoft-ids.ts'
import { powerShellLiteral } from '../script-literal.ts'
import { appNameStart, nameSetup } from '../setup-names.ts'
import {
  assignVariables,
  mayGrant,
  readScriptFacts,
  type ScriptFacts,
  type ScriptResult,
  type ScriptVariable,
  splitTenant,
  writeComment,
} from './setup-script.ts'

interface CloudNames {
  /** `Connect-MgGraph -Environment` */
  graph: string
  /** `Connect-ExchangeOnline -ExchangeEnvironmentName` */
  exchange: string
  /**
   * The host of `Connect-ExchangeOnline -ConnectionUri`. Get-ConnectionInformation shows the same host: documented for the
   * global cloud, assumed for the others.
   */
  exchangeHost: string
}

/** The clouds whose names in both modules are documented. */
const clouds: Partial<Record<NationalCloud, CloudNames>> = {
  global: { graph: 'Global', exchange: 'O365Default', exchangeHost: 'outlook.office365.com' },
  'us-government': { graph: 'USGov', exchange: 'O365USGovGCCHigh', exchangeHost: 'outlook.office365.us' },
  'us-government-dod': { graph: 'USGovDoD', exchange: 'O365USGovDoD', exchangeHost: 'webmail.apps.mil' },
  china: { graph: 'China', exchange: 'O365China', exchangeHost: 'partner.outlook.cn' },
}

export interface PowerShellScriptPlan {
  fileName: string
  title: string
  /** Lines of the comment at the start: what the script does, who may run it. */
  intro: readonly string[]
  required: readonly ('userEmail' | 'clientId' | 'tenantId')[]
  /** Further variables of this script. */
  variables?: readonly ScriptVariable[]
  /** Plain PowerShell with variables instead of values. */
  body: string
}

/** One script block: pasted into a window, it runs as a whole, so an error stops everything that follows. */
export function writePowerShellScript(plan: PowerShellScriptPlan, facts: ScriptFacts): ScriptResult {
  const read = readScriptFacts(facts, plan.required)
  if ('refusal' in read) return read
  const cloud = clouds[facts.cloud]
  if (!cloud)
    return {
      refusal: {
        value: 'Cloud',
        reason: 'The scripts are not known to work with this cloud. Follow the steps in Entra.',
      },
    }
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
    { name: 'GraphEnvironment', label: 'Cloud', text: cloud.graph },
    { name: 'ExchangeEnvironment', label: 'Cloud', text: cloud.exchange },
    { name: 'ExchangeHost', label: 'Cloud', text: cloud.exchangeHost },
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
    ...(plan.variables ?? []),
  ]
  const used = variables.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(plan.body))
  const assigned = assignVariables(used, powerShellLiteral, (name, literal) => `$${name} = ${literal}`)
  if ('refusal' in assigned) return assigned
  const text = [
    ...writeComment(plan.intro, facts, [
      `Run it with: ./${plan.fileName}   Or paste the whole script into a PowerShell window.`,
    ]),
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
