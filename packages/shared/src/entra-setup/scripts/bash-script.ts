import type { NationalCloud } from '../../national-cloud.ts'
import { nationalClouds } from '../../national-cloud.ts'
import { graphAppId, mailSendRoleId } from '../microsoft-ids.ts'
import { bashLiteral } from '../script-literal.ts'
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

/** The names of the clouds in Azure CLI, as far as they are documented. It has none with the Microsoft Graph of DoD. */
const azureClouds: Partial<Record<NationalCloud, string>> = {
  global: 'AzureCloud',
  'us-government': 'AzureUSGovernment',
  china: 'AzureChinaCloud',
}

export interface BashScriptPlan {
  fileName: string
  title: string
  /** Lines of the comment at the start: what the script does, who may run it. */
  intro: readonly string[]
  required: readonly ('clientId' | 'tenantId')[]
  /** Further variables of this script. */
  variables?: readonly ScriptVariable[]
  /** Plain bash with variables instead of values. */
  body: string
}

/**
 * A subshell in a function: pasted into a terminal, it runs as a whole, and an error ends the script, not the terminal.
 */
export function writeBashScript(plan: BashScriptPlan, facts: ScriptFacts): ScriptResult {
  const read = readScriptFacts(facts, plan.required)
  if ('refusal' in read) return read
  const azureCloud = azureClouds[facts.cloud]
  if (azureCloud === undefined) {
    const remedy = facts.cloud === 'us-government-dod' ? 'Use the PowerShell script.' : 'Follow the steps in Entra.'
    return { refusal: { value: 'Cloud', reason: `Azure CLI is not known to work with this cloud. ${remedy}` } }
  }
  const names = nameSetup(facts)
  const { tenantId, tenantDomain } = splitTenant(read.facts.tenantId)
  const variables: ScriptVariable[] = [
    { name: 'BOT_ID', label: 'Bot ID', text: facts.botId },
    { name: 'APP_NAME', label: "App's name", text: names.appName },
    { name: 'APP_NAME_START', label: "App's name", text: appNameStart },
    { name: 'SECRET_NAME', label: "Secret's name", text: names.secretName },
    { name: 'SECRET_MONTHS', label: "Secret's lifetime", text: String(facts.secretLifetimeInMonths ?? 12) },
    { name: 'AZURE_CLOUD', label: 'Cloud', text: azureCloud },
    { name: 'CLOUD', label: 'Cloud', text: facts.cloud },
    { name: 'LOGIN_URL', label: 'Cloud', text: nationalClouds[facts.cloud].loginUrl },
    { name: 'GRAPH_URL', label: 'Cloud', text: nationalClouds[facts.cloud].graphUrl },
    { name: 'GRAPH_APP_ID', label: 'Microsoft Graph', text: graphAppId },
    { name: 'MAIL_SEND_ROLE', label: 'Mail.Send', text: mailSendRoleId },
    { name: 'MAY_GRANT', label: 'Other bots', text: mayGrant(facts, read.facts.clientId) ? 'yes' : 'no' },
    { name: 'MAILBOX', label: 'User Email', text: read.facts.userEmail },
    { name: 'CLIENT_ID', label: 'Client ID', text: read.facts.clientId },
    { name: 'TENANT_ID', label: 'Tenant ID', text: tenantId },
    { name: 'TENANT_DOMAIN', label: 'Tenant ID', text: tenantDomain },
    { name: 'USER_ID', label: 'User ID', text: read.facts.userId },
    ...(plan.variables ?? []),
  ]
  const used = variables.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(plan.body))
  const assigned = assignVariables(used, bashLiteral, (name, literal) => `${name}=${literal}`)
  if ('refusal' in assigned) return assigned
  const text = [
    '#!/usr/bin/env bash',
    ...writeComment(plan.intro, facts, [
      `Run it with: bash ${plan.fileName}`,
      'Or paste the whole script into Azure Cloud Shell (Bash).',
    ]),
    'unified_dashboard_mail() (',
    'set -euo pipefail',
    '',
    ...assigned.lines,
    plan.body.trimEnd(),
    ')',
    'unified_dashboard_mail',
    '',
  ].join('\n')
  return { script: { shell: 'bash', fileName: plan.fileName, title: plan.title, text } }
}
