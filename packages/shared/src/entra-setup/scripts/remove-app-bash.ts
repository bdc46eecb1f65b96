import { bashFindApp, bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = String.raw`${bashSignIn}${bashFindApp}
if [ -z "$CLIENT_ID" ]; then
  printf '%s\n' 'This bot has no app in this tenant. Nothing was removed.'
  exit 0
fi
az ad app show --id "$CLIENT_ID" --query '{name:displayName,clientId:appId}' --output table
printf '%s' 'This deletes the app above, its grant of Mail.Send and all its client secrets. Type its client ID to go on: '
read -r answer </dev/tty
if [ "$answer" != "$CLIENT_ID" ]; then fail 'Nothing was removed.'; fi

SP_ID=$(az ad sp list --filter "appId eq '$CLIENT_ID'" --query '[0].id' --output tsv)
if [ -n "$SP_ID" ]; then
  GRANTS_URL="$GRAPH_URL/v1.0/servicePrincipals/$SP_ID/appRoleAssignments"
  az rest --method get --url "$GRANTS_URL" --query 'value[].[id,appRoleId]' --output tsv |
    while IFS=$'\t' read -r id role; do
      if [ "$role" = "$MAIL_SEND_ROLE" ]; then
        az rest --method delete --url "$GRANTS_URL/$id" </dev/null
        printf '%s\n' 'Removed the grant of Mail.Send in Microsoft Entra.'
      fi
    done
fi
az ad app delete --id "$CLIENT_ID"
printf '%s\n' 'Removed the app. Entra keeps it among the deleted apps for 30 days.'
printf '%s\n' 'Azure CLI does not reach Exchange Online: if the app was restricted there, run the PowerShell script before this one.'
`

/** Azure CLI cannot touch Exchange Online, and an app that other bots use is not deleted from here. */
export function writeRemoveAppBash(facts: ScriptFacts): ScriptResult {
  if (facts.appIsShared)
    return {
      refusal: {
        value: 'Other bots',
        reason: 'They send through the same app. Use the PowerShell script: it removes this bot alone.',
      },
    }
  return writeBashScript(
    {
      fileName: `remove-${facts.botId}.sh`,
      title: 'Take the app away again with Azure CLI',
      intro: [
        'Removes the grant of Mail.Send and deletes the app of one bot with all its client secrets, after asking once.',
        'It does not reach Exchange Online: take a restriction away first, with the PowerShell script.',
        'What is already gone is skipped. The bot stops sending: access tokens in use can live on for up to 90 minutes.',
        'Who may run it: a Privileged Role Administrator who is an Application Administrator too, or a Global Administrator.',
      ],
      required: [],
      body,
    },
    facts,
  )
}
